using System.Text;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Nats;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Tests.Sinks.Nats;

/// <summary>What the sink puts into its spool while there is no server, held against the schemas in docs/schemas.</summary>
public sealed class NatsMessageTests : IDisposable
{
    private static readonly TimeSpan LagAfter = TimeSpan.FromMinutes(1);
    private readonly ManualTime _time = new();
    private readonly FakeEngine _engine = new();
    private readonly SinkFixture _fixture;

    public NatsMessageTests() => _fixture = new() { Services = _engine, Time = _time };

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Run_AllKinds_MatchTheirSchemas()
    {
        var sink = await StartAsync();
        await FeedAsync(sink);
        _engine.Status = new(SourceState.Reconnecting, 2, "no answer") { Reason = FaultReason.ReadTimeout, Since = SinkFixture.Noon };
        (_engine.Arrived, _engine.Published, _engine.Full) = (9, 5, 3);
        _engine.Sink = new(10, 0, 4) { Dropped = 1 };
        _time.Tick();
        _time.Advance(LagAfter);
        _time.Tick();
        var messages = await EndAsync(sink);
        Assert.Equal(
            ["sluice.event.v1", "sluice.health.v1", "sluice.keyframe.v1", "sluice.sink.v1", "sluice.source.v1", "sluice.summary.v2"],
            messages.Select(static m => m.Message.GetProperty("schema").GetString()!).Distinct().Order());
        Assert.All(messages, static m => Assert.Empty(JsonSchemaCheck.Faults(JsonSchemaCheck.SchemaOf(m.Message), m.Message)));
    }

    [Fact]
    public void Check_WrongMessage_FindsEveryFault()
    {
        using var wrong = JsonDocument.Parse("{\"schema\":\"sluice.sink.v1\",\"engine\":1,\"sink\":\"s\",\"use\":\"u\",\"at\":\"noon\",\"lagging\":true,\"waiting\":-1,\"seconds\":1,\"more\":0}");
        Assert.Equal(5, JsonSchemaCheck.Faults(JsonSchemaCheck.SchemaOf(wrong.RootElement), wrong.RootElement).Count);
    }

    [Fact]
    public async Task Summary_FramesThatNeverReachTheSink_AreInItsOutcomes()
    {
        var sink = await StartAsync();
        (_engine.Arrived, _engine.Published) = (10, 8);
        _time.Tick();
        (_engine.Arrived, _engine.Published, _engine.Failed, _engine.Full) = (30, 20, 4, 5);
        _time.Tick();
        // Ended elsewhere after the source's last frame came here.
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        (_engine.Arrived, _engine.Published) = (31, 22);
        var summaries = (await EndAsync(sink)).Where(static m => m.Subject == "sluice.box-01.summary.gate").Select(static m => m.Message).ToList();
        Assert.Equal([10L, 20L, 0L, 1L], summaries.Select(static s => s.GetProperty("arrived").GetInt64()));
        Assert.Equal([false, false, true, true], summaries.Select(static s => s.GetProperty("ended").GetBoolean()));
        Assert.Equal(22, summaries.Sum(static s => s.GetProperty("outcomes").GetProperty("published").GetInt64()));
        Assert.Equal(4, summaries.Sum(static s => s.GetProperty("outcomes").GetProperty("failed").GetInt64()));
        Assert.Equal("[{\"edge\":\"detect<-gate\",\"reason\":\"full\",\"count\":5}]", summaries[1].GetProperty("drops").GetRawText());
        Assert.Equal(0, summaries[3].GetProperty("in_flight").GetInt64());
    }

    [Fact]
    public async Task Source_UpDownUp_IsToldEachTimeWithReason()
    {
        var sink = await StartAsync(interval: TimeSpan.FromHours(1));
        _time.Tick();
        _time.Tick();
        _engine.Status = new(SourceState.Reconnecting, 0, "the camera is gone") { Reason = FaultReason.ConnectionLost };
        _time.Tick();
        _engine.Status = new(SourceState.Running, 1, "the camera is gone") { Reason = FaultReason.ConnectionLost };
        _time.Tick();
        // Down and up between two looks.
        _engine.Status = new(SourceState.Running, 2, "the camera is gone") { Reason = FaultReason.ConnectionLost };
        _time.Tick();
        var told = (await EndAsync(sink)).Where(static m => m.Subject == "sluice.box-01.source.gate").Select(static m => m.Message).ToList();
        Assert.Equal(
            ["running up", "reconnecting down connection_lost network the camera is gone", "running up", "running up"],
            told.Select(static m => $"{m.GetProperty("state").GetString()} {(m.GetProperty("up").GetBoolean() ? "up" : "down")}"
                + string.Concat(new[] { "reason", "side", "error" }.Select(name => m.TryGetProperty(name, out var text) ? " " + text.GetString() : ""))));
    }

    [Fact]
    public async Task Sink_NoProgress_IsToldOnceAndWhenItIsOver()
    {
        var sink = await StartAsync(interval: TimeSpan.FromHours(1));
        _engine.Sink = new(10, 0, 10);
        for (var i = 0; i < 3; i++)
        {
            _time.Tick();
            _time.Advance(LagAfter);
        }

        _engine.Sink = new(10, 10, 0);
        _time.Tick();
        _time.Tick();
        var told = (await EndAsync(sink)).Where(static m => m.Subject == "sluice.box-01.sink.keep").Select(static m => m.Message).ToList();
        Assert.Equal([(true, 10L), (false, 0L)], told.Select(static m => (m.GetProperty("lagging").GetBoolean(), m.GetProperty("waiting").GetInt64())));
    }

    [Fact]
    public async Task Run_FrigateEvents_SayWhetherTheEngineIsThere()
    {
        await DisposeAsync(await StartAsync(format: "frigate-event"));
        using var spool = DiskSpool.Open(new(), Path.Combine(_fixture.Folder, "out/spool/store"), TimeProvider.System, _fixture.Log);
        using var reader = spool.Read();
        var told = new List<string>();
        while (reader.TryRead(out var entry)) told.Add($"{Encoding.UTF8.GetString(entry.Header.Span)} {Encoding.UTF8.GetString(entry.Payload.Span)}");
        Assert.Equal(["sluice.available online", "sluice.available offline"], told);
    }

    [Fact]
    public async Task Source_SameNameAgain_CountsFromZero()
    {
        var sink = await StartAsync(interval: TimeSpan.FromHours(1));
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 3; i++)
            {
                using var frame = _fixture.Frame("gate", i, SinkFixture.Car());
                await sink.ProcessAsync(frame, NoOutput.Instance, default);
            }

            await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        }

        var summaries = (await EndAsync(sink)).Where(static m => m.Subject.Contains(".summary.", StringComparison.Ordinal)).ToList();
        Assert.Equal([3L, 3L], summaries.Select(static s => s.Message.GetProperty("frames").GetInt64()));
    }

    [Fact]
    public async Task Run_NoServer_KeepsEverythingForTheNextRun()
    {
        var sink = await StartAsync();
        await FeedAsync(sink);
        await DisposeAsync(sink);
        var counts = ((ISink)sink).Counts;
        Assert.Equal((0L, counts.Accepted, 0L), (counts.Acknowledged, counts.Spooled, counts.Dropped));
        Assert.Contains($"{counts.Spooled} messages did not reach the server", _fixture.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Log.Errors);
        var next = await StartAsync();
        Assert.Equal(counts.Spooled, ((ISink)next).Counts.Spooled);
        await DisposeAsync(next);
    }

    [Theory, InlineData("a.>", "a.>", true), InlineData(">", "a.>", true), InlineData("a.*", "a.>", false), InlineData("a.b.>", "a.>", false), InlineData("a", "a.>", false), InlineData("*.>", "a.>", true)]
    public void Covers_Patterns_IsWhetherAllOfOneMatchTheOther(string wide, string narrow, bool expected)
        => Assert.Equal(expected, Core.Sinks.Nats.Delivery.StreamDelivery.Covers(wide, narrow));

    private async Task FeedAsync(IFrameStage sink)
    {
        using var frame = _fixture.Frame("gate", 3, SinkFixture.Car(track: 4));
        using var seen = frame.WithPlaces([SinkFixture.Cross], [new() { Name = "stop_line", Points = [new(0, 0), new(1, 1)], Counts = [new("car", 3, 1)] }]);
        using var key = seen.With(new Keyframe { Score = 0.5f, Reasons = new Dictionary<string, double> { ["tracks"] = 1 }, Uri = "file:///k.jpg" });
        await sink.ProcessAsync(key, NoOutput.Instance, default);
    }

    private async Task<IFrameStage> StartAsync(TimeSpan? interval = null, string format = "sluice")
    {
        var options = new NatsOptions
        {
            Url = $"nats://127.0.0.1:{FreePort.Take()}",
            FlushTimeout = TimeSpan.FromMilliseconds(1),
            Format = format,
            Interval = interval ?? TimeSpan.FromTicks(1),
            LagAfter = LagAfter,
        };
        var sink = (IFrameStage)new NatsFactory().Create(_fixture.Context("gate"), (object)options);
        await sink.StartAsync(default);
        return sink;
    }

    // The wait for the server ends by the test's clock too.
    private async Task DisposeAsync(IFrameStage sink)
    {
        var end = sink.DisposeAsync().AsTask();
        while (!end.IsCompleted)
        {
            _time.Tick();
            await Task.Delay(5);
        }

        await end;
    }

    private async Task<List<(string Subject, JsonElement Message)>> EndAsync(IFrameStage sink)
    {
        await DisposeAsync(sink);
        using var spool = DiskSpool.Open(new(), Path.Combine(_fixture.Folder, "out/spool/store"), TimeProvider.System, _fixture.Log);
        return PublishedMessages.Read(spool);
    }
}
