using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.EndToEnd.Tests.Servers;

/// <summary>
/// Stands between the engine and a camera of a real RTSP server that sends over UDP: hands the RTSP connection on with its own ports in it, and
/// loses, doubles or exchanges the RTP packets that come to those. For one client.
/// </summary>
internal sealed partial class UdpRelay : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly UdpClient _rtp, _rtcp;
    private readonly int _ownPort;
    private readonly Random _random = new(5);
    private readonly Task _running;
    private string _clientPorts = "";
    private long _struck;

    /// <summary>Listens on free ports.</summary>
    /// <param name="upstream">The server's port.</param>
    public UdpRelay(int upstream)
    {
        (_rtp, _rtcp, _ownPort) = Pair();
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = Task.WhenAll(TalkAsync(upstream), ForwardAsync(_rtp, 0), ForwardAsync(_rtcp, 1));
    }

    public int Port { get; }

    /// <summary>Share of packets that are lost.</summary>
    public double Loses { get; set; }

    /// <summary>Share of packets that come twice.</summary>
    public double Doubles { get; set; }

    /// <summary>Share of packets that come after the next one.</summary>
    public double Exchanges { get; set; }

    /// <summary>Packets that were lost, doubled or held so far.</summary>
    public long Struck => Interlocked.Read(ref _struck);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _rtp.Dispose();
        _rtcp.Dispose();
        _stop.Dispose();
    }

    [GeneratedRegex("client_port=([0-9]+-[0-9]+)")]
    private static partial Regex ClientPorts();

    // RTP has the even port and RTCP the next.
    private static (UdpClient, UdpClient, int) Pair()
    {
        while (true)
        {
            var even = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)even.Client.LocalEndPoint!).Port;
            if (port % 2 == 0)
            {
                try
                {
                    return (even, new UdpClient(new IPEndPoint(IPAddress.Loopback, port + 1)), port);
                }
                catch (SocketException)
                {
                    // Somebody has it.
                }
            }

            even.Dispose();
        }
    }

    private async Task TalkAsync(int upstream)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, upstream, _stop.Token);
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                Task[] both = [CopyAsync(client, server, Ask, ended.Token), CopyAsync(server, client, Answer, ended.Token)];
                await Task.WhenAny(both);
                await ended.CancelAsync();
                await Task.WhenAll(both);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over, and nobody listens any more.
        }
    }

    private string Ask(string text)
    {
        if (ClientPorts().Match(text) is not { Success: true } ports) return text;
        Volatile.Write(ref _clientPorts, ports.Groups[1].Value);
        return text.Replace(ports.Groups[1].Value, Own, StringComparison.Ordinal);
    }

    private string Answer(string text) => text.Replace($"client_port={Own}", $"client_port={Volatile.Read(ref _clientPorts)}", StringComparison.Ordinal);

    private string Own => string.Create(CultureInfo.InvariantCulture, $"{_ownPort}-{_ownPort + 1}");

    private static async Task CopyAsync(TcpClient from, TcpClient to, Func<string, string> change, CancellationToken stop)
    {
        var buffer = new byte[64 << 10];
        var filled = 0;
        try
        {
            while (await from.GetStream().ReadAsync(buffer.AsMemory(filled), stop) is var read and > 0)
            {
                filled += read;
                while (RtspUnit.Measure(buffer.AsSpan(0, filled)) is var length and > 0)
                {
                    await to.GetStream().WriteAsync(Encoding.Latin1.GetBytes(change(Encoding.Latin1.GetString(buffer, 0, length))), stop);
                    buffer.AsSpan(length, filled - length).CopyTo(buffer);
                    filled -= length;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side went away.
        }
    }

    private async Task ForwardAsync(UdpClient own, int place)
    {
        byte[]? held = null;
        try
        {
            while (true)
            {
                var packet = (await own.ReceiveAsync(_stop.Token)).Buffer;
                var ports = Volatile.Read(ref _clientPorts).Split('-');
                if (ports.Length < 2) continue;
                var to = new IPEndPoint(IPAddress.Loopback, int.Parse(ports[place], CultureInfo.InvariantCulture));
                if (place == 0 && Strikes(Loses)) continue;
                if (place == 0 && held == null && Strikes(Exchanges))
                {
                    held = packet;
                    continue;
                }

                await own.SendAsync(packet, to, _stop.Token);
                if (place == 0 && Strikes(Doubles)) await own.SendAsync(packet, to, _stop.Token);
                if (held == null) continue;
                await own.SendAsync(held, to, _stop.Token);
                held = null;
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private bool Strikes(double share)
    {
        if (share == 0 || _random.NextDouble() >= share) return false;
        Interlocked.Increment(ref _struck);
        return true;
    }
}
