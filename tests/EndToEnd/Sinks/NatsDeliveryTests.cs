using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Sinks.Nats.JetStream;

namespace Sluice.Tests.Sinks;

/// <summary>What the sink accepted reaches a real server, whatever happens to that.</summary>
public sealed class NatsDeliveryTests : IDisposable
{
    // A minute where the environment asks for it: longer than everything that waits inside.
    private static readonly TimeSpan Outage = Environment.GetEnvironmentVariable("SLUICE_LONG_OUTAGES") is { Length: > 0 } ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(1);
    private readonly SinkFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [ClientFact("nats-server")]
    public async Task Stream_ServerKilledInTheMiddle_HasEachMessageOnceInOrder()
    {
        await using var server = NatsServerFixture.WithStreams();
        await server.StartAsync();
        var sink = await StartAsync(server, NatsMode.Jetstream);
        await FeedAsync(sink, 0, 400);
        await server.KillAsync();
        await FeedAsync(sink, 400, 400);
        await Task.Delay(Outage);
        await server.StartAsync();
        await FeedAsync(sink, 800, 200);
        await EndAsync(sink, 1000);
        await AssertStreamAsync(server, 1000);
    }

    [ClientFact("nats-server")]
    public async Task Stream_ServerFrozenInTheMiddle_HasEachMessageOnceInOrder()
    {
        await using var server = NatsServerFixture.WithStreams();
        await server.StartAsync();
        var sink = await StartAsync(server, NatsMode.Jetstream);
        await FeedAsync(sink, 0, 100);
        await server.SignalAsync("STOP");
        await FeedAsync(sink, 100, 300);
        await Task.Delay(Outage);
        await server.SignalAsync("CONT");
        await EndAsync(sink, 400);
        await AssertStreamAsync(server, 400);
    }

    [ClientFact("nats-server")]
    public async Task Stream_EndedDuringAnOutage_GoesOutWithTheNextRun()
    {
        await using var server = NatsServerFixture.WithStreams();
        var first = await StartAsync(server, NatsMode.Jetstream, flush: TimeSpan.FromMilliseconds(1));
        await FeedAsync(first, 0, 50);
        await first.DisposeAsync();
        Assert.Equal(50, ((ISink)first).Counts.Spooled);
        await server.StartAsync();
        var second = await StartAsync(server, NatsMode.Jetstream);
        await FeedAsync(second, 50, 50);
        await EndAsync(second, 100);
        await AssertStreamAsync(server, 100);
    }

    [ServerFact("nats-server")]
    public async Task Core_ServerKilledInTheMiddle_ReachesWhoIsSubscribed()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        var sink = await StartAsync(server, NatsMode.Core);
        await FeedAsync(sink, 0, 200);
        await server.KillAsync();
        await FeedAsync(sink, 200, 200);
        await server.StartAsync();
        await FeedAsync(sink, 400, 100);
        await EndAsync(sink, 500);
        Assert.Equal(0, _fixture.Log.Errors);
    }

    [ServerFact("nats-server")]
    public async Task Start_WrongPassword_FailsWithoutShowingIt()
    {
        await using var server = new NatsServerFixture("--user", "engine", "--pass", "right");
        await server.StartAsync();
        var sink = Create(new() { Url = $"nats://engine:wrong-secret@127.0.0.1:{server.Port}" });
        var fault = await Assert.ThrowsAsync<NatsException>(() => sink.StartAsync(default).AsTask());
        await sink.DisposeAsync();
        Assert.Contains("Authorization Violation", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", fault + _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [ServerFact("nats-server")]
    public async Task Run_PasswordChangedInTheMiddle_SaysSoAndGoesOnWhenItIsRightAgain()
    {
        await using var server = NatsServerFixture.Configured("authorization { user: engine, password: right }");
        await server.StartAsync();
        var sink = await StartAsync(server, NatsMode.Core, $"nats://engine:right@127.0.0.1:{server.Port}");
        var config = Path.Combine(server.Folder, "nats.conf");
        await server.KillAsync();
        var text = await File.ReadAllTextAsync(config);
        await File.WriteAllTextAsync(config, text.Replace("right", "other", StringComparison.Ordinal));
        await server.StartAsync();
        await FeedAsync(sink, 0, 10);
        while (!_fixture.Log.ToString().Contains("Authorization Violation", StringComparison.Ordinal)) await Task.Delay(20);
        await server.KillAsync();
        await File.WriteAllTextAsync(config, text);
        await server.StartAsync();
        await EndAsync(sink, 10);
        Assert.DoesNotContain("right", _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [ServerFact("nats-server")]
    public async Task Run_SubjectNotAllowed_IsCountedAndTold()
    {
        await using var server = NatsServerFixture.Configured("authorization { users: [ { user: e, password: p, permissions: { publish: [\"sluice.*.keyframe.>\"], subscribe: [\"_INBOX.>\", \"$SRV.>\"] } } ] }");
        await server.StartAsync();
        var sink = Create(new() { Url = $"nats://e:p@127.0.0.1:{server.Port}" });
        await sink.StartAsync(default);
        using (var frame = _fixture.Frame("gate", 0))
        using (var key = frame.With(new Keyframe { Score = 1, Reasons = new Dictionary<string, double>() }))
            await sink.ProcessAsync(key, NoOutput.Instance, default);
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();
        Assert.Equal((2, 1, 0, 1), CountsOf(sink));
        Assert.Contains("Permissions Violation for Publish to \"sluice.box-01.summary.gate\"", _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [ServerFact("nats-server")]
    public async Task Run_MessageOverTheServersLimit_IsLeftOutAndTheOthersGo()
    {
        await using var server = NatsServerFixture.Configured("max_payload: 1KB\njetstream { store_dir: \"{folder}/js\" }");
        await server.StartAsync();
        var sink = await StartAsync(server, NatsMode.Jetstream);
        await FeedAsync(sink, 0, 5);
        using (var frame = _fixture.Frame("gate", 5, [.. Enumerable.Range(0, 100).Select(static i => SinkFixture.Car(i))])) await sink.ProcessAsync(frame, NoOutput.Instance, default);
        await FeedAsync(sink, 6, 5);
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();
        Assert.Equal((11, 10, 0, 1), CountsOf(sink));
        Assert.Contains("over the server's limit of 1024", _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [ServerFact("nats-server")]
    public async Task Start_StreamThatKeepsOthers_SaysWhichAndWhatToDo()
    {
        await using var server = NatsServerFixture.WithStreams();
        await server.StartAsync();
        await using (var connection = await server.ConnectAsync())
            await new JetStreamClient(connection, TimeSpan.FromSeconds(30)).CreateStreamAsync(new() { Name = "SLUICE", Subjects = ["other.>"] }, default);
        var sink = Create(new() { Url = server.Url, Mode = NatsMode.Jetstream });
        var fault = await Assert.ThrowsAsync<NatsException>(() => sink.StartAsync(default).AsTask());
        await sink.DisposeAsync();
        Assert.Contains("keeps other.> and not 'sluice.>'", fault.Message, StringComparison.Ordinal);
    }

    [ServerFact("nats-server")]
    public async Task Start_StreamsOff_SaysHowToTurnThemOn()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        var sink = Create(new() { Url = server.Url, Mode = NatsMode.Jetstream });
        var fault = await Assert.ThrowsAsync<JetStreamException>(() => sink.StartAsync(default).AsTask());
        await sink.DisposeAsync();
        Assert.Contains("nats-server -js", fault.Message, StringComparison.Ordinal);
    }

    [ClientFact("nats-server")]
    public async Task Bucket_Written_IsReadByTheOfficialClient()
    {
        await using var server = NatsServerFixture.WithStreams();
        await server.StartAsync();
        await using var connection = await server.ConnectAsync();
        var bucket = await KeyValueBucket.OpenAsync(new(connection, TimeSpan.FromSeconds(30)), "state", 2, default);
        await bucket.PutAsync("gate", "up"u8.ToArray(), null, default);
        await bucket.PutAsync("yard.left", "down"u8.ToArray(), null, default);
        await bucket.PutAsync("gone", "x"u8.ToArray(), null, default);
        await bucket.DeleteAsync("gone", default);
        var seen = await JsClient.RunAsync("nats.mjs", "bucket", server.Url, "state");
        Assert.Equal(["gate up", "yard.left down"], seen.EnumerateObject().Select(static p => $"{p.Name} {p.Value}").Order());
    }

    [ClientFact("nats-server")]
    public async Task Discovery_OfficialClient_FindsTheEngineAndItsHealth()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        using var fixture = new SinkFixture { Services = new FakeEngine() };
        var sink = (IFrameStage)new NatsFactory().Create(fixture.Context("gate"), (object)new NatsOptions { Url = server.Url });
        await sink.StartAsync(default);
        // Asked before the server knew of the subscriptions, it would find nobody.
        while (await AskAsync(server) == null) await Task.Delay(20);
        var seen = await JsClient.RunAsync("nats.mjs", "services", server.Url);
        await sink.DisposeAsync();
        var ping = Assert.Single(seen.GetProperty("ping").EnumerateArray());
        Assert.Equal(["type", "name", "id", "version", "metadata"], ping.EnumerateObject().Select(static p => p.Name));
        Assert.Equal(("io.nats.micro.v1.ping_response", "sluice", "box-01"), (ping.GetProperty("type").GetString(), ping.GetProperty("name").GetString(), ping.GetProperty("metadata").GetProperty("engine").GetString()));
        Assert.Equal("io.nats.micro.v1.info_response", seen.GetProperty("info").GetProperty("type").GetString());
        Assert.Equal("sluice-api.box-01.health", seen.GetProperty("info").GetProperty("endpoints")[0].GetProperty("subject").GetString());
        Assert.Empty(JsonSchemaCheck.Faults(JsonSchemaCheck.SchemaOf(seen.GetProperty("health")), seen.GetProperty("health")));
        var endpoint = seen.GetProperty("stats").GetProperty("endpoints")[0];
        Assert.Equal((1, 0), (endpoint.GetProperty("num_requests").GetInt32(), endpoint.GetProperty("num_errors").GetInt32()));
    }

    private static async Task<NatsMessage?> AskAsync(NatsServerFixture server)
    {
        await using var connection = await server.ConnectAsync();
        try
        {
            return await connection.RequestAsync("$SRV.PING.sluice", default, [], TimeSpan.FromSeconds(30), default);
        }
        catch (NatsNoRespondersException)
        {
            return null;
        }
    }

    private IFrameStage Create(NatsOptions options) => (IFrameStage)new NatsFactory().Create(_fixture.Context("gate"), (object)options);

    private static (long Accepted, long Acknowledged, long Spooled, long? Dropped) CountsOf(IFrameStage sink)
        => ((ISink)sink).Counts is var counts ? (counts.Accepted, counts.Acknowledged, counts.Spooled, counts.Dropped) : default;

    private async Task<IFrameStage> StartAsync(NatsServerFixture server, NatsMode mode, string? url = null, TimeSpan? flush = null)
    {
        // One message a frame: what is missing or there twice shows.
        var sink = Create(new() { Url = url ?? server.Url, Mode = mode, Format = "deepstream-minimal", InFlight = 64, FlushTimeout = flush ?? TimeSpan.FromMinutes(1) });
        await sink.StartAsync(default);
        return sink;
    }

    private async Task FeedAsync(IFrameStage sink, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            using var frame = _fixture.Frame("gate", i, SinkFixture.Car());
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
            if (i % 20 == 0) await Task.Yield();
        }
    }

    private static async Task EndAsync(IFrameStage sink, int expected)
    {
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();
        Assert.Equal((expected, expected, 0, 0), CountsOf(sink));
    }

    private static async Task AssertStreamAsync(NatsServerFixture server, int expected)
    {
        var seen = await JsClient.RunAsync("nats.mjs", "stream", server.Url, "SLUICE");
        var all = seen.GetProperty("all").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, expected), all.Select(static m => int.Parse(m.GetProperty("data").GetProperty("id").GetString()!, CultureInfo.InvariantCulture)));
        Assert.Equal(expected, all.Select(static m => m.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(all, static m => Assert.Equal("sluice.box-01.deepstream.gate", m.GetProperty("subject").GetString()));
    }
}
