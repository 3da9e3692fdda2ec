using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.EndToEnd.Tests.Servers;

/// <summary>One connection through a <see cref="FaultProxy"/>: from a client to the server, and back with the fault applied.</summary>
internal sealed class ProxyLink(FaultProxy proxy, TcpClient client, int upstream) : IDisposable
{
    // As long as "RTSP/1.0 200".
    private const int StatusLength = 12;
    private static readonly TimeSpan TricklePause = TimeSpan.FromSeconds(1);
    private readonly TcpClient _server = new() { NoDelay = true };
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Random _random = new(1);
    private byte[]? _held;

    /// <summary>Completes when both sockets are closed.</summary>
    public Task Ended => _ended.Task;

    public void Start(CancellationToken stop) => _ = RunAsync(stop);

    public void Close(bool reset)
    {
        try
        {
            if (reset) client.Client.LingerState = new LingerOption(true, 0);
            client.Close();
            _closed.Cancel();
        }
        catch (Exception fault) when (fault is ObjectDisposedException or SocketException)
        {
            // Closed already.
        }
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
        _closed.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, _closed.Token);
            client.NoDelay = true;
            await TalkAsync(end.Token);
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side went away, or the test cut the line.
        }
        finally
        {
            Dispose();
            _ended.SetResult();
        }
    }

    private async Task TalkAsync(CancellationToken stop)
    {
        var fault = proxy.Fault;
        var near = client.GetStream();
        if (fault.IgnoresClients) await near.CopyToAsync(Stream.Null, stop);
        else if (fault.Kind is FaultKind.Answer or FaultKind.Garbage) await AnswerAsync(near, fault, stop);
        else await RelayAsync(near, stop);
    }

    private async Task RelayAsync(NetworkStream near, CancellationToken stop)
    {
        await _server.ConnectAsync(IPAddress.Loopback, upstream, stop);
        var far = _server.GetStream();

        // Whichever side ends first ends both.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var requests = near.CopyToAsync(far, either.Token);
        var answers = ReturnAsync(far, near, either.Token);
        await Task.WhenAny(requests, answers);
        await either.CancelAsync();
        client.Close();
        _server.Close();
        await Task.WhenAll(requests, answers);
    }

    private async Task AnswerAsync(NetworkStream near, Fault fault, CancellationToken stop)
    {
        await foreach (var request in UnitsAsync(near, stop))
        {
            proxy.Touch();
            if (fault.Kind == FaultKind.Garbage)
            {
                var bytes = new byte[256];
                _random.NextBytes(bytes);
                await near.WriteAsync(bytes, stop);
                continue;
            }

            var number = Encoding.ASCII.GetString(request.Bytes).Split('\n').FirstOrDefault(static line => line.StartsWith("CSeq", StringComparison.OrdinalIgnoreCase));
            var challenge = fault.Status.StartsWith("401", StringComparison.Ordinal) ? "WWW-Authenticate: Basic realm=\"camera\"\r\n" : "";
            await near.WriteAsync(Encoding.ASCII.GetBytes($"RTSP/1.0 {fault.Status}\r\n{number?.Trim()}\r\n{challenge}\r\n"), stop);
        }
    }

    private async Task ReturnAsync(NetworkStream far, NetworkStream near, CancellationToken stop)
    {
        await foreach (var unit in UnitsAsync(far, stop))
        {
            var fault = proxy.Fault;
            while (fault.Kind is FaultKind.Stall)
            {
                proxy.Touch();
                await proxy.Changed.WaitAsync(stop);
                fault = proxy.Fault;
            }

            if (!await HandOnAsync(unit, fault, near, stop)) return;
        }
    }

    /// <summary>Hands one unit on, the way the fault wants it.</summary>
    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> HandOnAsync(RtspUnit unit, Fault fault, NetworkStream near, CancellationToken stop)
    {
        var strikes = unit.IsRtp && _random.NextDouble() < fault.Rate;
        if (strikes) proxy.Touch();
        switch (fault.Kind)
        {
            case FaultKind.Drop when strikes:
                return true;
            case FaultKind.Reorder when strikes && _held == null:
                _held = unit.Bytes;
                return true;
            case FaultKind.Corrupt when strikes:
                Change(unit.Bytes, RtspUnit.FrameHeader + RtspUnit.RtpHeader, 8);
                break;
            case FaultKind.Noise when strikes:
                var noise = new byte[_random.Next(1, 400)];
                _random.NextBytes(noise);
                await near.WriteAsync(noise, stop);
                break;
            case FaultKind.GarbleStatus when unit.IsText:
                proxy.Touch();
                for (var i = 0; i < StatusLength && i < unit.Bytes.Length; i++) unit.Bytes[i] ^= (byte)(1 + _random.Next(7));
                break;
            case FaultKind.GarbleMedia when unit.TryReplace("m=video"u8, "m=vibeo"u8):
            case FaultKind.GarbleCodec when unit.TryReplace("H264/"u8, "H999/"u8):
                proxy.Touch();
                break;
            case FaultKind.Truncate when unit.IsRtp:
                proxy.Touch();
                await near.WriteAsync(unit.Bytes.AsMemory(0, unit.Bytes.Length / 2), stop);
                return false;
            case FaultKind.WrongClock:
                if (unit.MoveClock(fault.Time)) proxy.Touch();
                break;
            case FaultKind.Jump:
                if (unit.MoveTimestamp(fault.Time)) proxy.Touch();
                break;
            case FaultKind.Jitter when unit.IsRtp:
                proxy.Touch();
                await Task.Delay(fault.Time * _random.NextDouble(), stop);
                break;
            case FaultKind.Trickle:
                proxy.Touch();
                await TrickleAsync(unit.Bytes, near, stop);
                return true;
        }

        await near.WriteAsync(unit.Bytes, stop);
        if (_held == null) return true;
        await near.WriteAsync(_held, stop);
        _held = null;
        return true;
    }

    private async Task TrickleAsync(byte[] bytes, NetworkStream near, CancellationToken stop)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (proxy.Fault.Kind != FaultKind.Trickle)
            {
                await near.WriteAsync(bytes.AsMemory(i), stop);
                return;
            }

            await near.WriteAsync(bytes.AsMemory(i, 1), stop);
            await Task.WhenAny(proxy.Changed, Task.Delay(TricklePause, stop));
            stop.ThrowIfCancellationRequested();
        }
    }

    private void Change(byte[] bytes, int from, int count)
    {
        if (from >= bytes.Length) return;
        for (var i = 0; i < count; i++) bytes[_random.Next(from, bytes.Length)] ^= (byte)(1 << _random.Next(8));
    }

    private static async IAsyncEnumerable<RtspUnit> UnitsAsync(NetworkStream from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        // More than any packet, and more than any answer of the server.
        var buffer = new byte[256 << 10];
        var filled = 0;
        while (true)
        {
            var read = await from.ReadAsync(buffer.AsMemory(filled), stop);
            if (read == 0) yield break;
            filled += read;
            var taken = 0;
            while (RtspUnit.Measure(buffer.AsSpan(taken, filled - taken)) is var length and > 0)
            {
                yield return new(buffer[taken..(taken + length)]);
                taken += length;
            }

            buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
            filled -= taken;
        }
    }
}
