using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Core.Sinks.Nats;

namespace Sluice.Tests.Sinks.Nats;

/// <summary>A server in this process that does what no honest one would.</summary>
public sealed class NatsHostileServerTests : IDisposable
{
    private const string Info = "INFO {\"max_payload\":1048576}\r\n";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly RecordingLog _log = new();

    public NatsHostileServerTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("INFO {{{{\r\n")]
    [InlineData("MSG a 1 5\r\nhello\r\n")]
    public async Task Start_NoNatsServer_Throws(string greeting)
    {
        _ = ServeAsync(Encoding.UTF8.GetBytes(greeting));
        await using var connection = Connection();
        await Assert.ThrowsAsync<NatsProtocolException>(() => connection.StartAsync(default));
    }

    [Fact]
    public async Task Start_EndlessInfo_IsCutOff()
    {
        _ = ServeAsync(Encoding.UTF8.GetBytes("INFO " + new string('x', 1 << 20)));
        await using var connection = Connection();
        await Assert.ThrowsAsync<NatsProtocolException>(() => connection.StartAsync(default));
    }

    [Theory, InlineData(""), InlineData("IN"), InlineData(Info)]
    public async Task Start_ClosedHalfWay_Throws(string greeting)
    {
        _ = ServeAsync(Encoding.UTF8.GetBytes(greeting));
        await using var connection = Connection();
        await Assert.ThrowsAnyAsync<IOException>(() => connection.StartAsync(default));
    }

    [Fact]
    public async Task Start_TlsWanted_SaysSo()
    {
        _ = ServeAsync("INFO {\"tls_required\":true}\r\n"u8.ToArray());
        await using var connection = Connection();
        var fault = await Assert.ThrowsAsync<NatsException>(() => connection.StartAsync(default));
        Assert.Contains("TLS", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GarbageAfterLogin_ReconnectsAndSendsAgain()
    {
        var received = new TaskCompletionSource<string>();
        var serve = ServeManyAsync(received);
        await using var connection = Connection();
        await connection.StartAsync(default);
        await connection.PublishAsync("a", "hello"u8.ToArray(), default);
        await connection.FlushAsync(default);
        Assert.Contains("PUB a 5\r\nhello\r\n", await received.Task, StringComparison.Ordinal);
        Assert.Equal(1, connection.Confirmed);
        Assert.Contains("is no NATS operation", _log.ToString(), StringComparison.Ordinal);
    }

    private NatsConnection Connection()
        => new([NatsEndpoint.Parse($"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}")], "test", 1 << 20, _log);

    private async Task ServeAsync(byte[] greeting)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        try
        {
            await client.GetStream().WriteAsync(greeting);
        }
        catch (IOException)
        {
            // The client had enough before the end of it.
        }
    }

    // The first connection logs in and then talks rubbish; the second is honest.
    private async Task ServeManyAsync(TaskCompletionSource<string> received)
    {
        using (var first = await _listener.AcceptTcpClientAsync())
        {
            await first.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Info));
            await UntilAsync(first.GetStream(), "PING\r\n");
            await first.GetStream().WriteAsync("PONG\r\n"u8.ToArray());
            await UntilAsync(first.GetStream(), "PING\r\n");
            await first.GetStream().WriteAsync("\u0001rubbish\r\n"u8.ToArray());
        }

        using var second = await _listener.AcceptTcpClientAsync();
        await second.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Info));
        await UntilAsync(second.GetStream(), "PING\r\n");
        await second.GetStream().WriteAsync("PONG\r\n"u8.ToArray());
        received.SetResult(await UntilAsync(second.GetStream(), "PING\r\n"));
        await second.GetStream().WriteAsync("PONG\r\n"u8.ToArray());
        await UntilAsync(second.GetStream(), "never");
    }

    private static async Task<string> UntilAsync(NetworkStream stream, string end)
    {
        var text = "";
        var bytes = new byte[4096];
        while (!text.EndsWith(end, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(bytes);
            if (read == 0) break;
            text += Encoding.UTF8.GetString(bytes, 0, read);
        }

        return text;
    }
}
