using System.Text;
using Sluice.Core.Sinks.Nats;

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
        var messages = listener.Subscribe("a.*.c");
        await SettleAsync(listener);
        for (var i = 0; i < 1000; i++) await speaker.PublishAsync("a.b.c", Encoding.UTF8.GetBytes($"{i}\r\n"), default);
        await speaker.FlushAsync(default);
        for (var i = 0; i < 1000; i++) Assert.Equal($"{i}\r\n", Encoding.UTF8.GetString((await messages.ReadAsync()).Payload.Span));
        Assert.Equal((1000, 0), (speaker.Confirmed, speaker.Waiting));
    }

    [ServerFact("nats-server")]
    public async Task Publish_ServerKilledAndBack_IsConfirmedAndSubscribedAgain()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        await using var listener = await server.ConnectAsync();
        await using var speaker = await server.ConnectAsync();
        var messages = listener.Subscribe("a");
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

    // A message to oneself: when it is back, the server knows every subscription sent before it.
    private static async Task SettleAsync(NatsConnection connection)
    {
        var inbox = $"inbox.{Guid.NewGuid():N}";
        var echo = connection.Subscribe(inbox);
        while (true)
        {
            await connection.PublishAsync(inbox, default, default);
            await connection.FlushAsync(default);
            if (echo.TryRead(out _)) return;
            await Task.Delay(20);
        }
    }
}
