using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Native.Tests.FFmpeg;

/// <summary>A TCP server on a free local port that treats every client in one way, until disposed.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<NetworkStream, CancellationToken, Task> _treat;
    private readonly Task _accepting;

    private FakeServer(Func<NetworkStream, CancellationToken, Task> treat)
    {
        _treat = treat;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Completes when the first client has connected.</summary>
    internal Task Met => _met.Task;

    /// <summary>Accepts, reads and never answers.</summary>
    internal static FakeServer Silent() => new((stream, stop) => stream.CopyToAsync(Stream.Null, stop));

    /// <summary>Answers HTTP with a large body that comes a byte at a time, after an optional start.</summary>
    internal static FakeServer Trickling(byte[] start, TimeSpan pause) => new(async (stream, stop) =>
    {
        await ReadRequestAsync(stream, stop);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 100000000\r\n\r\n"u8.ToArray(), stop);
        await stream.WriteAsync(start, stop);
        while (true)
        {
            await stream.WriteAsync(new byte[] { 0 }, stop);
            await Task.Delay(pause, stop);
        }
    });

    /// <summary>Answers whatever comes with a text that never ends, a byte at a time.</summary>
    internal static FakeServer Dribbling(string answer, TimeSpan pause) => new(async (stream, stop) =>
    {
        for (var at = 0; ; at++)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes([at < answer.Length ? answer[at] : 'X']), stop);
            await Task.Delay(pause, stop);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private static async Task ReadRequestAsync(NetworkStream stream, CancellationToken stop)
    {
        var request = new StringBuilder();
        var buffer = new byte[1024];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, stop);
            if (read == 0) return;
            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
    }

    private async Task AcceptAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _met.TrySetResult();
                clients.Add(ServeAsync(client));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _treat(client.GetStream(), _stop.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or IOException)
            {
                // The client left, or the test is over.
            }
        }
    }
}
