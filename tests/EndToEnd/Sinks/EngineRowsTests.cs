using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Telemetry;

namespace Sluice.Tests.Sinks;

/// <summary>What the sink writes of the engine itself, and what the rollups and the documentation's queries make of it.</summary>
[Collection(StoreCollection.Name)]
public sealed class EngineRowsTests(StoreFixture store) : IDisposable
{
    private readonly SinkFixture _fixture = new();
    private readonly LatencyHistogram _latency = new();
    private readonly LatencyHistogram _wait = new();
    private SourceState _state = SourceState.Running;
    private long _published;

    public void Dispose() => _fixture.Dispose();

    [ServerFact("libchdb.so")]
    public async Task Run_EngineInView_EveryOutcomeStateAndFigureIsThere()
    {
        var url = await RunAsync("engine_rows");
        using var client = await store.ClientAsync("engine_rows");
        async Task Is(string expected, string sql) => Assert.Equal(expected, await client.ExecuteAsync(sql, default));
        await Is("dropped\t5\t0\nlate\t1\t0\npublished\t20\t40\nsampled_out\t7\t0\n", "SELECT outcome, sum(frames), sum(objects) FROM frames GROUP BY outcome ORDER BY outcome");
        await Is("dropped\t5\nlate\t1\npublished\t20\nsampled_out\t7\n", "SELECT outcome, sum(frames) FROM frames_per_hour GROUP BY outcome ORDER BY outcome");
        await Is("detect<-sample\tfull\t5\n", "SELECT edge, reason, sum(frames) FROM drops GROUP BY edge, reason");
        await Is("running\t\nreconnecting\tread_timeout\n", "SELECT state, reason FROM sources ORDER BY at, state DESC");
        await Is("source_up\t\nsource_down\tread_timeout\n", "SELECT kind, reason FROM events WHERE kind LIKE 'source%' ORDER BY at, kind DESC");
        await Is("33\t20\n", "SELECT sum(arrived), sum(arraySum(latency_frames)) FROM source_stats");
        await Is("1\n", "SELECT quantileExactWeightedArray(0.95)(latency_us, latency_frames) BETWEEN 20000 AND 22000 FROM source_stats");
        await Is("1\n", "SELECT quantilesTDigestWeightedArrayMerge(0.5, 0.95, 0.99)(latency)[2] BETWEEN 20000 AND 22000 FROM source_stats_per_hour");
        await Is("20\t20\t1\n", "SELECT sum(frames_in), sum(arraySum(wait_frames)), max(queue_capacity) = 8 FROM stage_stats WHERE stage = 'detect'");
        await Is("20\n", "SELECT sum(frames_in) FROM stage_stats_per_minute WHERE stage = 'detect'");
        await Is("40\t2\n", "SELECT sum(objects), uniqMerge(tracks) FROM objects_per_minute");
        await Is("40\n", "SELECT sum(objects) FROM objects_per_hour");
        await Is("21\t21\t40\n", "SELECT count(), uniqExact(frame), sum(objects) FROM frame_log");
        await Is("1\tcafe0123cafe0123\n", "SELECT uniqExact(run), any(config) FROM objects");
        await Is("cafe0123cafe0123cafe\tgraph.yaml\n", "SELECT config, graph FROM engines");
        await Is("red\t0.75\t6\t2\t4\t3\n", "SELECT attributes['color'], attribute_scores['color'], length(keypoints), mask_width, length(mask), length(embedding) FROM objects WHERE notEmpty(attributes) LIMIT 1");
        // Of reports and labels there is a test each of their own; here they are only asked for.
        await client.ExecuteAsync("INSERT INTO keyframe_reports (engine, source, period_from, period_to, at, offered, chosen, covered, duplicates) VALUES ('box', 'gate', now(), now(), now(), 100, 5, 0.9, {'yard': 3})", default);
        await client.ExecuteAsync("INSERT INTO keyframe_labels (engine, source, key, at, change, model_label, model_score) VALUES ('box', 'gate', 'gate/1', now(), 'moved', 'car', 0.5)", default);
        await DocumentationTests.CheckAsync(url);
        Assert.Equal(0, _fixture.Log.Errors);
    }

    [ServerFact("libchdb.so")]
    public async Task Start_OtherTtl_IsPutIntoTheTables()
    {
        using var client = await store.ClientAsync("ttl");
        var url = $"{(await store.StartAsync()).Url}ttl";
        foreach (var (ttl, expected) in new (TimeSpan?, string)[]
        {
            (null, "toIntervalYear(1)"), (TimeSpan.FromDays(30), "toIntervalDay(30)"), (null, "toIntervalDay(30)"), (TimeSpan.Zero, ""), (TimeSpan.FromHours(36), "toIntervalSecond(129600)"),
        })
        {
            var sink = (IFrameStage)new ClickHouseFactory().Create(_fixture.Context("gate"), (object)new ClickHouseOptions { Url = url, Ttl = ttl });
            await sink.StartAsync(default);
            await sink.DisposeAsync();
            var found = await client.ExecuteAsync("SELECT DISTINCT extract(engine_full, 'toInterval\\\\w+\\\\(\\\\d+\\\\)') FROM system.tables WHERE database = 'ttl' AND engine LIKE '%MergeTree' AND name NOT IN ('schema_migrations', 'bench_results', 'bench_trials')", default);
            Assert.Equal(expected + "\n", found);
        }
    }

    [ServerFact("libchdb.so")]
    public async Task Rewrite_ForACluster_IsSqlThatTheEngineReads()
    {
        using var client = await store.ClientAsync();
        foreach (var statement in Migrations.All.SelectMany(migration => migration.Statements).SelectMany(statement => ClusterDdl.Rewrite(statement, "fleet")))
            Assert.Contains("Create", await client.ExecuteAsync($"EXPLAIN AST {statement}", default) + (statement.StartsWith("ALTER", StringComparison.Ordinal) ? "Create" : ""), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string database)
    {
        using var _ = await store.ClientAsync(database);
        var url = $"{(await store.StartAsync()).Url}{database}";
        _fixture.View = new(
            new() { File = "/graphs/graph.yaml", BaseDirectory = _fixture.Folder, Revision = "cafe0123cafe0123cafe" }, SinkFixture.Noon, Snapshot);
        var sink = (IFrameStage)new ClickHouseFactory().Create(_fixture.Context("gate"), (object)new ClickHouseOptions { Url = url, Frames = FrameRows.Each });
        await sink.StartAsync(default);
        var details = new ObjectDetails
        {
            Attributes = [new("color", "red", 0.75f, "colors")], Keypoints = [new(1, 2, 0.5f), new(3, 4, 1)], Mask = new(2, 2, [0, 255, 255, 0]), Embedding = new float[] { 0.6f, 0.8f, 0 },
        };
        for (var i = 0; i < 20; i++)
        {
            using var frame = _fixture.Frame("gate", i, SinkFixture.Car(track: i % 2), SinkFixture.Car(i) with { Details = i == 4 ? details : null });
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
            _published++;
            _latency.Add(TimeSpan.FromMilliseconds(20));
            _wait.Add(TimeSpan.FromMilliseconds(3));
        }

        using (var key = _fixture.Frame("gate", 20))
        using (var kept = key.With(new Keyframe { Score = 0.75f, Reasons = new Dictionary<string, double> { ["coverage"] = 0.5 }, Embedding = new float[] { 1, 0 }, Uri = "k/20.jpg" }))
        using (var seen = kept.WithPlaces([SinkFixture.Cross], []))
            await sink.ProcessAsync(seen, NoOutput.Instance, default);
        // The first look sees it running.
        await sink.EndSourceAsync("other", NoOutput.Instance, default);
        _state = SourceState.Reconnecting;
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();
        return url;
    }

    private EngineSnapshot Snapshot() => new()
    {
        Engine = "box-01",
        State = EngineState.Running,
        Running = TimeSpan.FromSeconds(1),
        Sources =
        [
            new()
            {
                Id = "gate",
                IsLive = true,
                Status = new(_state, _state == SourceState.Running ? 0 : 1, _state == SourceState.Running ? null : "nothing came for 10 s")
                {
                    Reason = _state == SourceState.Running ? FaultReason.None : FaultReason.ReadTimeout,
                    Since = SinkFixture.Noon.AddSeconds(_state == SourceState.Running ? 0 : 60),
                },
                Arrived = 33,
                Outcomes = ImmutableSortedDictionary<Outcome, long>.Empty.Add(Outcome.Published, _published).Add(Outcome.SampledOut, 7).Add(Outcome.Dropped, 5).Add(Outcome.Late, 1),
                Drops = [new("detect<-sample", "detect", DropReason.Full, 5)],
                Latency = _latency,
            },
        ],
        Stages =
        [
            new()
            {
                Id = "detect", Use = "detect", In = _published, Out = _published, Calls = _published, Faults = 0, Busy = TimeSpan.FromSeconds(1), BatchMean = null,
                IsHung = false, Edges = [new("detect<-sample", 2, 8, 1000)], Sink = null, Wait = _wait, Exec = _wait,
            },
        ],
        Keyframes = 0,
        MemoryBytes = 0,
        MemoryPeakBytes = 0,
        MemoryLimitBytes = 0,
    };
}
