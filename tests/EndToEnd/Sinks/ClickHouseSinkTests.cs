using System.Diagnostics;
using Sluice.Abstractions;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Store;

namespace Sluice.Tests.Sinks;

[Collection(StoreCollection.Name)]
public sealed class ClickHouseSinkTests(StoreFixture store) : IDisposable
{
    private readonly SinkFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [ServerFact("libchdb.so")]
    public async Task Run_FramesTracksAndKeyframes_AreRows()
    {
        var (url, client) = await DatabaseAsync("rows");
        using var _ = client;
        var sink = await StartAsync(new() { Url = url });
        var guid = Guid.Empty;
        for (var i = 0; i < 10; i++)
        {
            using var frame = _fixture.Frame("gate", i, SinkFixture.Car(track: 7), SinkFixture.Car(i, predicted: true));
            if (i == 3) guid = frame.Info.Id;
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
            if (i != 3) continue;
            // The same frame by a second link, now chosen for keeping.
            using var key = frame.With(new Keyframe { Score = 0.75f, Reasons = new Dictionary<string, double> { ["coverage"] = 0.5 }, Embedding = new float[] { 1, 2 }, Uri = "k/3.jpg" });
            await sink.ProcessAsync(key, NoOutput.Instance, default);
        }

        using (var last = _fixture.Frame("gate", 10))
        using (var ended = last.With([], [new Track(7, 2, "car", 0, 9, SinkFixture.Noon, SinkFixture.Noon.AddSeconds(1), 10, 0.9f, new(1, 2, 3, 4), new(5, 6, 7, 8))]))
            await sink.ProcessAsync(ended, NoOutput.Instance, default);
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();

        var counts = ((ISink)sink).Counts;
        Assert.Equal(counts.Accepted, counts.Acknowledged);
        Assert.Equal("20\t10\t10\t10\n", await client.ExecuteAsync("SELECT count(), uniq(frame_id), countIf(track = 7), countIf(predicted) FROM objects", default));
        Assert.Equal(
            $"{guid}\tbox-01\tgate\t1536\t0.12\t2026-01-31 12:00:00.120000\t64\t48\t2\tcar\t0.5\t10.5\t20\t110.5\t80\t7\tfalse\tvehicles\n",
            await client.ExecuteAsync(
                "SELECT frame_id, engine, source, pts, pts_time, captured_at, width, height, class_id, label, score, x1, y1, x2, y2, track, predicted, model "
                + "FROM objects WHERE frame = 3 AND NOT predicted", default));
        Assert.Equal(
            "3\t0.75\t{'coverage':0.5}\t[1,2]\tk/3.jpg\n",
            await client.ExecuteAsync("SELECT frame, score, reasons, embedding, uri FROM keyframes", default));
        Assert.Equal(
            "7\tcar\t0\t9\t10\t[1,2,3,4]\t[5,6,7,8]\n",
            await client.ExecuteAsync("SELECT track, label, first_frame, last_frame, hits, first_box, last_box FROM tracks", default));
        Assert.Equal("box-01\t['gate']\n", await client.ExecuteAsync("SELECT engine, sources FROM engines", default));
        Assert.Equal("1\n", await client.ExecuteAsync("SELECT countIf(abs(dateDiff('second', arrived_at, now())) < 600) > 0 FROM objects", default));
        Assert.Equal(0, _fixture.Log.Errors);
    }

    [ServerFact("libchdb.so")]
    public async Task Run_EventsOnTwoLinks_AreRowsOnce()
    {
        var (url, client) = await DatabaseAsync("events");
        using var _ = client;
        var sink = await StartAsync(new() { Url = url });
        var crowd = new FrameEvent { Kind = "crowd", Place = "yard", Reason = "lost", Values = new Dictionary<string, double> { ["count"] = 6, ["max"] = 5 } };
        using var frame = _fixture.Frame("gate", 3, SinkFixture.Car(track: 7));
        using var first = frame.WithPlaces([SinkFixture.Cross], []);
        // By a second link, after a stage that saw more.
        using var second = first.WithPlaces([crowd], []);
        foreach (var given in new[] { frame, first, second, second }) await sink.ProcessAsync(given, NoOutput.Instance, default);
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();

        Assert.Equal(
            $"cross\tgate\t3\t{frame.Info.Id}\t0.12\t2026-01-31 12:00:00.120000\tstop_line\t7\tcar\tin\t\t{{'total':3}}\n"
            + $"crowd\tgate\t3\t{frame.Info.Id}\t0.12\t2026-01-31 12:00:00.120000\tyard\t\\N\t\t\tlost\t{{'count':6,'max':5}}\n",
            await client.ExecuteAsync(
                "SELECT kind, source, frame, frame_id, pts_time, captured_at, place, track, label, direction, reason, values FROM events ORDER BY kind", default));
        Assert.Equal("1\n", await client.ExecuteAsync("SELECT min(abs(dateDiff('second', at, now())) < 600) FROM events", default));
        Assert.Equal("1\n", await client.ExecuteAsync("SELECT uniq(e.run) = 1 AND any(e.run = g.run) FROM events AS e CROSS JOIN engines AS g", default));
        Assert.Equal(0, _fixture.Log.Errors);
    }

    [ServerFact("libchdb.so")]
    public async Task Start_DatabaseOfTheFirstSchema_GetsTheNewColumns()
    {
        var (url, client) = await DatabaseAsync("older");
        using var _ = client;
        await Migrations.ApplyAsync(client, "older", [Migrations.All[0]], default);
        await (await StartAsync(new() { Url = url })).DisposeAsync();
        Assert.Equal("1\n", await client.ExecuteAsync("SELECT count() FROM system.columns WHERE database = 'older' AND table = 'events' AND name = 'values'", default));
        Assert.Equal(0, _fixture.Log.Errors);
    }

    [ServerFact("libchdb.so")]
    public async Task Start_TwiceOnOneDatabase_MigratesOnce()
    {
        var (url, client) = await DatabaseAsync("twice");
        using var _ = client;
        for (var i = 0; i < 2; i++) await (await StartAsync(new() { Url = url })).DisposeAsync();
        Assert.Equal($"{Migrations.All.Count}\n", await client.ExecuteAsync("SELECT count() FROM schema_migrations", default));
        Assert.Equal("2\n", await client.ExecuteAsync("SELECT count() FROM engines", default));
    }

    [ServerFact("libchdb.so")]
    public async Task Start_NewerSchema_IsRefused()
    {
        var (url, client) = await DatabaseAsync("newer");
        using var _ = client;
        await Migrations.ApplyAsync(client, "newer", Migrations.All, default);
        await client.ExecuteAsync("INSERT INTO schema_migrations (version, name) SELECT 99, 'future'", default);
        var sink = Create(new() { Url = url });
        var fault = await Assert.ThrowsAsync<SchemaException>(async () => await sink.StartAsync(default));
        await sink.DisposeAsync();
        Assert.Contains("schema 99", fault.Message, StringComparison.Ordinal);
    }

    [ServerFact("libchdb.so")]
    public async Task Run_StoreKilledInTheMiddle_LosesAndDoublesNothing()
    {
        var folder = Path.Combine(_fixture.Folder, "meta");
        await using var own = await EmbeddedStore.StartAsync(folder, _fixture.Log, default);
        var sink = await StartAsync(new() { Url = own.Url.ToString(), BatchRows = 50, BatchAge = TimeSpan.FromMilliseconds(20), InFlight = 3 });
        using var client = new ClickHouseClient(new(own.Url, "", "", ""), "", TimeSpan.FromSeconds(30));
        const int Frames = 3000;
        for (var i = 0; i < Frames; i++)
        {
            if (i is 1000 or 2000)
            {
                // Some rows are there, some under way; and the child of the kill before has been replaced.
                await StoreFixture.PersistAsync(() => client.ExecuteAsync("SELECT 1", default));
                using var child = Process.GetProcessById(own.ProcessId);
                child.Kill();
                await child.WaitForExitAsync();
            }

            using var frame = _fixture.Frame("gate", i, SinkFixture.Car(), SinkFixture.Car(i));
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
        }

        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();
        Assert.Equal($"{2 * Frames}\t{Frames}\n", await client.ExecuteAsync("SELECT count(), uniqExact(frame) FROM objects", default));
        // The sums too: a block whose rows were stored and whose sums were not when the store died is made good.
        Assert.Equal($"{2 * Frames}\t{2 * Frames}\n", await client.ExecuteAsync("SELECT (SELECT sum(objects) FROM objects_per_minute), (SELECT sum(objects) FROM objects_per_hour)", default));
        var counts = ((ISink)sink).Counts;
        Assert.Equal(counts.Accepted, counts.Acknowledged);
    }

    [ServerFact("libchdb.so")]
    public async Task Run_ServerKilledAndGoneForAWhile_LosesAndDoublesNothing()
    {
        // 60 s with SLUICE_LONG_OUTAGES set: longer than any wait between two tries.
        var gone = Environment.GetEnvironmentVariable("SLUICE_LONG_OUTAGES") is { Length: > 0 } ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(2);
        var folder = Path.Combine(_fixture.Folder, "server");
        var port = FreePort.Take();
        string[] arguments = ["store", folder, "--listen", $"127.0.0.1:{port}"];
        Directory.CreateDirectory(folder);
        var server = ServerProcess.Start("dotnet", folder, [Program, .. arguments]);
        await server.ReadyAsync(port);
        var sink = await StartAsync(new() { Url = $"http://127.0.0.1:{port}", BatchRows = 200, BatchAge = TimeSpan.FromMilliseconds(20), InFlight = 3 });
        var fed = 0;
        await FeedAsync(1000);
        await server.DisposeAsync();
        using (var over = new CancellationTokenSource(gone))
            while (!over.IsCancellationRequested) await FeedAsync(10, TimeSpan.FromMilliseconds(20));
        Assert.True(((ISink)sink).Counts.Spooled > 0);
        server = ServerProcess.Start("dotnet", folder, [Program, .. arguments]);
        await server.ReadyAsync(port);
        await FeedAsync(1000);
        await sink.DisposeAsync();
        using var client = new ClickHouseClient(new(new($"http://127.0.0.1:{port}"), "", "", ""), "", TimeSpan.FromSeconds(30));
        Assert.Equal($"{fed}\t{fed}\t{fed}\n", await client.ExecuteAsync("SELECT count(), uniqExact(frame), (SELECT sum(objects) FROM objects_per_hour) FROM objects", default));
        Assert.Equal((0L, 0L), (((ISink)sink).Counts.Spooled, ((ISink)sink).Counts.Dropped));
        await server.DisposeAsync();

        async Task FeedAsync(int frames, TimeSpan pause = default)
        {
            for (var end = fed + frames; fed < end; fed++)
            {
                using var frame = _fixture.Frame("gate", fed, SinkFixture.Car());
                await sink.ProcessAsync(frame, NoOutput.Instance, default);
            }

            if (pause > TimeSpan.Zero) await Task.Delay(pause);
        }
    }

    private static string Program => Path.Combine(Repository.Root, "engine", "Host", "bin", "Release", "net10.0", "sluice.dll");

    private async Task<(string Url, ClickHouseClient Client)> DatabaseAsync(string name)
    {
        var client = await store.ClientAsync(name);
        return ($"{(await store.StartAsync()).Url}{name}", client);
    }

    private IFrameStage Create(ClickHouseOptions options) => (IFrameStage)new ClickHouseFactory().Create(_fixture.Context("gate"), (object)options);

    private async Task<IFrameStage> StartAsync(ClickHouseOptions options)
    {
        // What is left at the end would wait in the spool for the next run: a busy machine needs longer for exact counts.
        var sink = Create(options with { FlushTimeout = TimeSpan.FromMinutes(2) });
        await sink.StartAsync(default);
        return sink;
    }
}
