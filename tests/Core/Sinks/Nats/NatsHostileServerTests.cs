using System.Text;
using Sluice.Core.Sinks.Nats.Client;
using Info = Sluice.Tests.Sinks.Nats.HostileNatsServer;

namespace Sluice.Tests.Sinks.Nats;

/// <summary>What no honest server does ends in one clear exception or a reconnect: never in a hang, a crash or memory without bound.</summary>
public sealed class NatsHostileServerTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);
    private readonly HostileNatsServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("INFO {{{{\r\n")]
    [InlineData("INFO {\"connect_urls\":7}\r\n")]
    [InlineData("MSG a 1 5\r\nhello\r\n")]
    public async Task Start_NoNatsServer_Throws(string greeting)
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using var link = await _server.AcceptAsync();
        await link.SendAsync(greeting);
        await Assert.ThrowsAsync<NatsProtocolException>(() => start);
    }

    [Fact]
    public async Task Start_EndlessInfo_IsCutOff()
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using var link = await _server.AcceptAsync();
        await link.SendAsync("INFO " + new string('x', 1 << 20));
        await Assert.ThrowsAsync<NatsProtocolException>(() => start);
    }

    [Theory, InlineData(""), InlineData("IN"), InlineData(Info.Info)]
    public async Task Start_ClosedHalfWay_Throws(string greeting)
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using (var link = await _server.AcceptAsync()) await link.SendAsync(greeting);
        await Assert.ThrowsAnyAsync<IOException>(() => start);
    }

    [Theory, InlineData(""), InlineData("INFO {\"max"), InlineData(Info.Info), InlineData(Info.Info + "PING\r\nPING\r\n")]
    public async Task Start_SilenceHalfWay_GivesUp(string greeting)
    {
        await using var connection = _server.Connection(o => o with { HandshakeLimit = Short });
        var start = connection.StartAsync(default);
        using var link = await _server.AcceptAsync();
        await link.SendAsync(greeting);
        var fault = await Assert.ThrowsAsync<IOException>(() => start);
        Assert.Contains("did not answer within 0.1 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TrickleThatNeverEnds_GivesUp()
    {
        await using var connection = _server.Connection(o => o with { HandshakeLimit = Short });
        var start = connection.StartAsync(default);
        using var link = await _server.AcceptAsync();
        while (!start.IsCompleted)
        {
            await link.SendAsync(" ");
            await Task.Delay(5);
        }

        await Assert.ThrowsAsync<IOException>(() => start);
    }

    [Fact]
    public async Task Start_Refused_ShowsTheServersWordsAndNoSecret()
    {
        var options = new NatsClientOptions { Servers = [_server.Endpoint with { User = "engine", Password = "wrong-secret" }] };
        await using var connection = new NatsConnection(options, _server.Log);
        var start = connection.StartAsync(default);
        using var link = await _server.AcceptAsync();
        await link.SendAsync(Info.Info);
        Assert.Contains("\"pass\":\"wrong-secret\"", await link.UntilAsync("PING\r\n"), StringComparison.Ordinal);
        await link.SendAsync("-ERR 'Authorization Violation'\r\n");
        var fault = await Assert.ThrowsAsync<NatsException>(() => start);
        Assert.Contains("Authorization Violation", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", fault.ToString() + _server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ClearTextBehindInfoBeforeTls_IsRefused()
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using var link = await _server.AcceptAsync();
        await link.SendAsync("INFO {\"tls_required\":true}\r\nPONG\r\nMSG a 1 0\r\n\r\n");
        await Assert.ThrowsAsync<NatsProtocolException>(() => start);
    }

    [Fact]
    public async Task Start_TlsMeantAndServerWithout_IsRefusedBeforeAnySecretIsSent()
    {
        var options = new NatsClientOptions { Servers = [_server.Endpoint with { WantsTls = true, Token = "open-sesame" }] };
        await using var connection = new NatsConnection(options, _server.Log);
        var start = connection.StartAsync(default);
        using var link = await _server.AcceptAsync();
        await link.SendAsync(Info.Info);
        var fault = await Assert.ThrowsAsync<NatsException>(() => start);
        Assert.Contains("does not speak TLS", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => link.UntilAsync("CONNECT"));
    }

    [Theory]
    [InlineData("\u0001rubbish\r\n")]
    [InlineData("MSG a 1 2147483647\r\n")]
    [InlineData("MSG a 1 -1\r\n")]
    [InlineData("HMSG a 1 9 5\r\n")]
    [InlineData("MSG a 1 1\r\nabc\r\n")]
    [InlineData("INFO not json\r\n")]
    [InlineData("HMSG _INBOX.x 1 4 4\r\nabcd\r\n")]
    public async Task Run_WrongBytes_ReconnectsAndSendsAgain(string bytes)
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using (var first = await _server.WelcomeAsync())
        {
            await start;
            await connection.PublishAsync("a", "hello"u8.ToArray(), default);
            await first.UntilAsync("PUB a 5\r\nhello\r\nPING\r\n");
            await first.SendAsync(bytes);
            await first.GoneAsync();
        }

        using var second = await _server.WelcomeAsync();
        await second.UntilAsync("PUB a 5\r\nhello\r\nPING\r\n");
        await second.SendAsync("PONG\r\n");
        await connection.FlushAsync(default);
        Assert.Equal(1, connection.Confirmed);
    }

    [Fact]
    public async Task Run_EndlessLine_IsCutOff()
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using var link = await _server.WelcomeAsync();
        await start;
        var gone = link.GoneAsync();
        for (var i = 0; i < 64 && !gone.IsCompleted; i++) await link.SendAsync(new string('x', 64 << 10));
        await gone;
        using var second = await _server.WelcomeAsync();
        Assert.Contains("A line of more than 65536 bytes came", _server.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ClosedInMidMessage_SubscribesAgain()
    {
        await using var connection = _server.Connection();
        using var subscription = connection.Subscribe("a.*", "crew");
        var start = connection.StartAsync(default);
        using (var first = await _server.WelcomeAsync())
        {
            await first.UntilAsync("SUB a.* crew 2\r\n");
            await first.SendAsync("MSG a.b 2 10\r\nhal");
        }

        using var second = await _server.WelcomeAsync();
        await second.UntilAsync("SUB a.* crew 2\r\n");
        await second.SendAsync("MSG a.b 2 5\r\nwhole\r\n");
        Assert.Equal("whole", Encoding.UTF8.GetString((await subscription.ReadAsync()).Payload.Span));
        await start;
    }

    [Fact]
    public async Task Run_SilenceAfterConnect_IsLeft()
    {
        await using var connection = _server.Connection(o => o with { PingInterval = Short });
        var start = connection.StartAsync(default);
        using var silent = await _server.WelcomeAsync();
        await start;
        await silent.GoneAsync();
        using var second = await _server.WelcomeAsync();
        Assert.Contains("has not answered for 0.2 s", _server.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TrickleWithoutPong_IsLeft()
    {
        await using var connection = _server.Connection(o => o with { PingInterval = Short });
        var start = connection.StartAsync(default);
        using var trickle = await _server.WelcomeAsync();
        await start;
        var gone = trickle.GoneAsync();
        await trickle.SendAsync("MSG a 1 1000000\r\n");
        while (!gone.IsCompleted)
        {
            await trickle.SendAsync("x");
            await Task.Delay(5);
        }

        using var second = await _server.WelcomeAsync();
    }

    [Fact]
    public async Task Run_ServerThatNeverReads_IsLeftAndNothingIsLost()
    {
        await using var connection = _server.Connection(o => o with { PingInterval = Short, BufferBytes = 64 << 20 });
        var start = connection.StartAsync(default);
        // More than is sent ahead of the server's answers.
        var payload = new byte[64 << 10];
        var published = 0;
        using (await _server.WelcomeAsync())
        {
            await start;
            for (; published < 40; published++) await connection.PublishAsync("a", payload, default);
            while (connection.Sessions == 1 && connection.Info != null) await Task.Delay(10);
        }

        using var second = await _server.WelcomeAsync();
        _ = second.AnswerAsync();
        await connection.FlushAsync(default);
        Assert.Equal(published, connection.Confirmed);
    }

    [Fact]
    public async Task Run_ErrorStorm_IsToldOnceAndTheConnectionStays()
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using var link = await _server.WelcomeAsync();
        await start;
        await link.SendAsync(string.Concat(Enumerable.Repeat("-ERR 'Permissions Violation for Publish to \"a\"'\r\n", 10_000)) + "PING\r\n");
        await link.UntilAsync("PONG\r\n");
        Assert.Equal((10_000L, 1), (connection.Refused, _server.Log.Errors));
    }

    [Fact]
    public async Task Run_PongsNobodyAskedFor_AreIgnored()
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using var link = await _server.WelcomeAsync();
        await start;
        await link.SendAsync(string.Concat(Enumerable.Repeat("PONG\r\n", 100)) + "PING\r\n");
        await link.UntilAsync("PONG\r\n");
        await connection.PublishAsync("a", default, default);
        await link.UntilAsync("PUB a 0\r\n\r\nPING\r\n");
        Assert.Equal(0, connection.Confirmed);
    }

    [Theory, InlineData("999999999999"), InlineData("9223372036854775807")]
    public async Task Run_HugeMaxPayload_ChangesNothing(string size)
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using var link = await _server.WelcomeAsync($"INFO {{\"max_payload\":{size}}}\r\n");
        await start;
        Assert.Equal(int.MaxValue, connection.Info!.MaxPayload);
    }

    [Fact]
    public async Task Request_NobodyThere_SaysSoAtOnce()
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using var link = await _server.WelcomeAsync();
        await start;
        var request = connection.RequestAsync("a", default, [], TimeSpan.FromMinutes(1), default);
        var inbox = (await link.UntilAsync("PING\r\n")).Split("PUB a ")[1].Split(' ')[0];
        await link.SendAsync($"HMSG {inbox} 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n");
        await Assert.ThrowsAsync<NatsNoRespondersException>(() => request);
    }

    [Fact]
    public async Task Request_NotAllowed_SaysSoAtOnce()
    {
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using var link = await _server.WelcomeAsync();
        await start;
        var request = connection.RequestAsync("a.b", default, [], TimeSpan.FromMinutes(1), default);
        await link.UntilAsync("PUB a.b");
        await link.SendAsync("-ERR 'Permissions Violation for Publish to \"a.b\"'\r\n");
        await Assert.ThrowsAsync<NatsPermissionException>(() => request);
    }

    [Fact]
    public async Task Request_NotKeepingAndConnectionBreaks_Fails()
    {
        await using var connection = _server.Connection(o => o with { Keeps = false });
        var start = connection.StartAsync(default);
        Task<NatsMessage> request;
        using (var link = await _server.WelcomeAsync())
        {
            await start;
            request = connection.RequestAsync("a", default, [], TimeSpan.FromMinutes(1), default);
            await link.UntilAsync("PUB a");
        }

        await Assert.ThrowsAsync<IOException>(() => request);
    }

    [Fact]
    public async Task Run_LameDuckWithAnotherServer_GoesThereAfterThePong()
    {
        using var other = new HostileNatsServer();
        await using var connection = _server.Connection(o => o with { Servers = [_server.Endpoint, other.Endpoint] });
        var start = connection.StartAsync(default);
        using var leaving = await _server.WelcomeAsync();
        await start;
        await connection.PublishAsync("a", "x"u8.ToArray(), default);
        await leaving.UntilAsync("PUB a 1\r\nx\r\nPING\r\n");
        await leaving.SendAsync("INFO {\"ldm\":true}\r\n");
        await leaving.SendAsync("PONG\r\n");
        await leaving.GoneAsync();
        using var second = await other.WelcomeAsync();
        await connection.FlushAsync(default);
        Assert.Equal(1, connection.Confirmed);
    }

    [Fact]
    public async Task Run_ClusterTold_GoesToTheOtherServerWhenTheFirstIsGone()
    {
        using var other = new HostileNatsServer();
        await using var connection = _server.Connection();
        var start = connection.StartAsync(default);
        using (await _server.WelcomeAsync($"INFO {{\"max_payload\":1024,\"connect_urls\":[\"127.0.0.1:{other.Endpoint.Port}\"]}}\r\n")) await start;
        using var second = await other.WelcomeAsync();
        await connection.ConnectedAsync(default);
    }
}
