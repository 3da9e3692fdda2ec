using System.Text;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Sinks.Nats.JetStream;

namespace Sluice.Tests.Sinks;

/// <summary>JetStream of the real server.</summary>
public sealed class NatsStreamTests : IAsyncLifetime
{
    private readonly NatsServerFixture _server = NatsServerFixture.WithStreams();
    private NatsConnection _connection = null!;
    private JetStreamClient _streams = null!;

    public async Task InitializeAsync()
    {
        if (new ServerFactAttribute("nats-server").Skip != null) return;
        await _server.StartAsync();
        _connection = await _server.ConnectAsync();
        _streams = new(_connection, TimeSpan.FromSeconds(30));
    }

    public async Task DisposeAsync()
    {
        if (_connection != null) await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [ServerFact("nats-server")]
    public async Task Publish_ManyInFlight_EachIsKeptOnce()
    {
        await _streams.CreateStreamAsync(new() { Name = "T", Subjects = ["t.>"] }, default);
        foreach (var isAgain in new[] { false, true })
        {
            var pending = new List<PendingRequest>();
            for (var i = 0; i < 2000; i++) pending.Add(await _streams.StartPublishAsync("t.a", Encoding.UTF8.GetBytes($"{i}"), $"id-{i}", default));
            for (var i = 0; i < 2000; i++) Assert.Equal(new("T", i + 1, isAgain), JetStreamClient.AckOf(await pending[i].Answered));
        }

        var info = await _streams.GetStreamAsync("T", default);
        Assert.Equal((2000L, 1L, 2000L), (info.Messages, info.FirstSequence, info.LastSequence));
        var message = await _streams.GetMessageAsync("T", 1500, default);
        Assert.Equal(("t.a", "1499", "id-1499"), (message.Subject, Encoding.UTF8.GetString(message.Payload.Span), message.Headers["Nats-Msg-Id"]));
        Assert.Equal(2000, (await _streams.GetLastMessageAsync("T", "t.a", default)).Sequence);
    }

    [ServerFact("nats-server")]
    public async Task Streams_Mistakes_AreTheServersErrorCodes()
    {
        var config = new StreamConfig { Name = "T", Subjects = ["t.>"] };
        await _streams.CreateStreamAsync(config, default);
        await _streams.CreateStreamAsync(config, default);
        Assert.Equal(JetStreamErrors.StreamNameInUse, await CodeAsync(() => _streams.CreateStreamAsync(config with { MaxMessages = 5 }, default)));
        Assert.Equal(JetStreamErrors.SubjectsOverlap, await CodeAsync(() => _streams.CreateStreamAsync(config with { Name = "U" }, default)));
        Assert.Equal(JetStreamErrors.StreamNotFound, await CodeAsync(() => _streams.GetStreamAsync("none", default)));
        Assert.Equal(JetStreamErrors.MessageNotFound, await CodeAsync(() => _streams.GetMessageAsync("T", 1, default)));
        NatsHeader[] expects = [new("Nats-Expected-Last-Sequence", "77")];
        Assert.Equal(JetStreamErrors.WrongLastSequence, await CodeAsync(() => _streams.PublishAsync("t.a", default, null, expects, default)));
        await Assert.ThrowsAsync<NatsNoRespondersException>(() => _streams.PublishAsync("elsewhere", default, null, [], default));
        await _streams.DeleteStreamAsync("T", default);
    }

    [ServerFact("nats-server")]
    public async Task Bucket_Keys_ArePutReadDeletedAndCompared()
    {
        var bucket = await KeyValueBucket.OpenAsync(_streams, "state", 3, default);
        Assert.Null(await bucket.GetAsync("gate", default));
        Assert.Equal(1, await bucket.PutAsync("gate", "up"u8.ToArray(), expected: 0, default));
        Assert.Equal(JetStreamErrors.WrongLastSequence, await CodeAsync(() => bucket.PutAsync("gate", default, expected: 0, default)));
        Assert.Equal(2, await bucket.PutAsync("gate", "down"u8.ToArray(), expected: 1, default));
        var again = await KeyValueBucket.OpenAsync(_streams, "state", 3, default);
        Assert.Equal(("down", 2L), ((await again.GetAsync("gate", default)) is { } entry ? (Encoding.UTF8.GetString(entry.Value.Span), entry.Revision) : default));
        await again.DeleteAsync("gate", default);
        Assert.Null(await bucket.GetAsync("gate", default));
    }

    [ServerFact("nats-server")]
    public async Task Watch_ServerRestarted_MissesNothing()
    {
        var bucket = await KeyValueBucket.OpenAsync(_streams, "state", 1, default);
        await bucket.PutAsync("a", "1"u8.ToArray(), null, default);
        await bucket.PutAsync("b", "2"u8.ToArray(), null, default);
        await bucket.PutAsync("a", "3"u8.ToArray(), null, default);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var watch = bucket.WatchAsync(">", stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.Equal(["b 2", "a 3 now"], [await NextAsync(), await NextAsync()]);
        await bucket.DeleteAsync("b", default);
        Assert.Equal("b deleted now", await NextAsync());
        await _server.KillAsync();
        await _server.StartAsync();
        await using (var writer = await _server.ConnectAsync())
            await (await KeyValueBucket.OpenAsync(new(writer, TimeSpan.FromSeconds(30)), "state", 1, default)).PutAsync("c", "4"u8.ToArray(), null, default);
        Assert.Equal("c 4 now", await NextAsync());

        async Task<string> NextAsync()
        {
            Assert.True(await watch.MoveNextAsync());
            var entry = watch.Current;
            return $"{entry.Key} {(entry.IsDeleted ? "deleted" : Encoding.UTF8.GetString(entry.Value.Span))}{(entry.Behind == 0 ? " now" : "")}";
        }
    }

    [ServerFact("nats-server")]
    public async Task Streams_Off_SaysHowToTurnThemOn()
    {
        await using var plain = new NatsServerFixture();
        await plain.StartAsync();
        await using var connection = await plain.ConnectAsync();
        var fault = await Assert.ThrowsAsync<JetStreamException>(() => new JetStreamClient(connection, TimeSpan.FromSeconds(30)).GetStreamAsync("T", default));
        Assert.Equal(JetStreamErrors.NotEnabled, fault.ErrorCode);
    }

    private static async Task<int> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<JetStreamException>(call)).ErrorCode;
}
