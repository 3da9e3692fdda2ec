using System.Text;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks;

public sealed class NatsConnectionTests
{
    [ServerFact("nats-server")]
    public async Task Publish_Subscribed_Arrives()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        await using var listener = await server.ConnectAsync();
        await using var speaker = await server.ConnectAsync();
        using var messages = listener.Subscribe("a.*.c");
        await SettleAsync(listener);
        for (var i = 0; i < 1000; i++) await speaker.PublishAsync("a.b.c", Encoding.UTF8.GetBytes($"{i}\r\n"), default);
        await speaker.FlushAsync(default);
        for (var i = 0; i < 1000; i++) Assert.Equal($"{i}\r\n", Encoding.UTF8.GetString((await messages.ReadAsync()).Payload.Span));
        Assert.Equal((1000L, 0L), (speaker.Confirmed, speaker.Waiting));
    }

    [ServerFact("nats-server")]
    public async Task Publish_ServerKilledAndBack_IsConfirmedAndSubscribedAgain()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        await using var listener = await server.ConnectAsync();
        await using var speaker = await server.ConnectAsync();
        using var messages = listener.Subscribe("a");
        await SettleAsync(listener);
        await server.KillAsync();
        for (var i = 0; i < 10; i++) await speaker.PublishAsync("a", Encoding.UTF8.GetBytes($"{i}"), default);
        await server.StartAsync();
        // The listener must be subscribed again before the speaker's messages come: core NATS keeps nothing for it.
        await SettleAsync(listener);
        await speaker.FlushAsync(default);
        Assert.Equal(10, speaker.Confirmed);
        await speaker.PublishAsync("a", "end"u8.ToArray(), default);
        var last = "";
        while (last != "end") last = Encoding.UTF8.GetString((await messages.ReadAsync()).Payload.Span);
    }

    [ServerFact("nats-server")]
    public async Task Start_WrongPassword_IsRefusedWithoutShowingIt()
    {
        await using var server = new NatsServerFixture("--user", "engine", "--pass", "right");
        await server.StartAsync();
        var fault = await Assert.ThrowsAsync<NatsException>(() => server.ConnectAsync($"nats://engine:wrong-secret@127.0.0.1:{server.Port}"));
        Assert.Contains("Authorization Violation", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", fault.Message, StringComparison.Ordinal);
        await (await server.ConnectAsync($"nats://engine:right@127.0.0.1:{server.Port}")).DisposeAsync();
    }

    [ServerFact("nats-server")]
    public async Task Start_Token_IsAccepted()
    {
        await using var server = new NatsServerFixture("--auth", "open-sesame");
        await server.StartAsync();
        await (await server.ConnectAsync($"nats://open-sesame@127.0.0.1:{server.Port}")).DisposeAsync();
    }

    [ServerFact("nats-server")]
    public async Task Publish_OverTheServersLimit_ThrowsAndTheConnectionStays()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        await using var speaker = await server.ConnectAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await speaker.PublishAsync("a", new byte[2 << 20], default));
        await speaker.PublishAsync("a", new byte[900_000], default);
        await speaker.FlushAsync(default);
        Assert.Equal(1, speaker.Confirmed);
    }

    [ServerFact("nats-server")]
    public async Task Request_Responder_Answers()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        await using var responder = await server.ConnectAsync();
        using var questions = responder.Subscribe("ask.*", "crew", message => responder.TryPublish(new(message.ReplyTo!, message.Payload.Span, null, [new("From", message.Subject)])));
        await SettleAsync(responder);
        await using var asker = await server.ConnectAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => asker.RequestAsync($"ask.{i}", Encoding.UTF8.GetBytes($"{i}"), [], TimeSpan.FromSeconds(30), default)));
        Assert.Equal(Enumerable.Range(0, 500).Select(static i => $"{i} ask.{i}"), answers.Select(static a => $"{Encoding.UTF8.GetString(a.Payload.Span)} {a.Headers["From"]}"));
        await Assert.ThrowsAsync<NatsNoRespondersException>(() => asker.RequestAsync("nobody", default, [], TimeSpan.FromSeconds(30), default));
    }

    [ServerFact("nats-server")]
    public async Task Run_SubscriberThatIsTooSlow_IsCutAndComesBackWhileThePublisherGoesOn()
    {
        await using var server = NatsServerFixture.Configured("max_pending: 1MB");
        await server.StartAsync();
        await using var slow = await server.ConnectAsync();
        await using var speaker = await server.ConnectAsync();
        using var gate = new ManualResetEventSlim();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var messages = slow.Subscribe("a", handler: message =>
        {
            gate.Wait();
            if (message.Payload.Length == 3) end.TrySetResult();
        });
        await SettleAsync(slow);
        // More than the kernel keeps for a connection, and the server besides.
        for (var i = 0; i < 400; i++) await speaker.PublishAsync("a", new byte[100_000], default);
        await speaker.FlushAsync(default);
        gate.Set();
        while (slow.Sessions < 2) await Task.Delay(20);
        await SettleAsync(slow);
        await speaker.PublishAsync("a", "end"u8.ToArray(), default);
        await end.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await speaker.FlushAsync(default);
        Assert.Equal((401L, 1L), (speaker.Confirmed, speaker.Sessions));
    }

    [ServerFact("nats-server")]
    public async Task Dispose_Subscription_TakesNoMore()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        await using var connection = await server.ConnectAsync();
        var messages = connection.Subscribe("a");
        await SettleAsync(connection);
        messages.Dispose();
        await SettleAsync(connection);
        var request = connection.RequestAsync("a", default, [], TimeSpan.FromSeconds(30), default);
        await Assert.ThrowsAsync<NatsNoRespondersException>(() => request);
    }

    [ServerFact("nats-server")]
    public async Task Drain_Published_IsConfirmedFirst()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        var speaker = await server.ConnectAsync();
        for (var i = 0; i < 1000; i++) await speaker.PublishAsync("a", new byte[100], default);
        Assert.True(await speaker.DrainAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(1000, speaker.Confirmed);
    }

    [ServerFact("nats-server")]
    public async Task Run_ServerFrozen_IsLeftAndComesBack()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        await using var speaker = await NatsServerFixture.ConnectAsync(server.Options() with { PingInterval = TimeSpan.FromMilliseconds(200), HandshakeLimit = TimeSpan.FromSeconds(1) });
        await server.SignalAsync("STOP");
        for (var i = 0; i < 100; i++) await speaker.PublishAsync("a", new byte[100], default);
        while (speaker.Info != null) await Task.Delay(20);
        await server.SignalAsync("CONT");
        await speaker.FlushAsync(default);
        Assert.Equal(100, speaker.Confirmed);
    }

    [ServerFact("nats-server")]
    public async Task Run_LameDuck_GoesToTheServerThatTheClusterTold()
    {
        var (routeA, routeB) = (FreePort.Take(), FreePort.Take());
        await using var first = NatsServerFixture.Configured($"cluster {{ name: c, listen: \"127.0.0.1:{routeA}\" }}\nlame_duck_grace_period: \"1s\"\nlame_duck_duration: \"30s\"");
        await using var second = NatsServerFixture.Configured($"cluster {{ name: c, listen: \"127.0.0.1:{routeB}\", routes: [\"nats://127.0.0.1:{routeA}\"] }}");
        await first.StartAsync();
        await second.StartAsync();
        await using var connection = await first.ConnectAsync();
        while (connection.Servers < 2) await Task.Delay(20);
        await first.SignalAsync("USR2");
        while (connection.Server?.Port != second.Port) await Task.Delay(20);
        await connection.PublishAsync("a", default, default);
        await connection.FlushAsync(default);
        Assert.Equal(1, connection.Confirmed);
    }

    // A message to oneself: when it is back, the server knows every subscription sent before it.
    private static async Task SettleAsync(NatsConnection connection)
    {
        var inbox = $"inbox.{Guid.NewGuid():N}";
        using var echo = connection.Subscribe(inbox);
        while (true)
        {
            await connection.PublishAsync(inbox, default, default);
            await connection.FlushAsync(default);
            if (echo.Messages.TryRead(out _)) return;
            await Task.Delay(20);
        }
    }
}
