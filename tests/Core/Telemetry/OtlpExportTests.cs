using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Telemetry;
using Sluice.Tests.Graph;
using Sluice.Tests.Telemetry.Otlp;

namespace Sluice.Tests.Telemetry;

public sealed class OtlpExportTests
{
    [Fact]
    public async Task Flush_AfterARun_SendsCountersGaugesAndHistograms()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var settings = Settings(collector.Url) with { Name = "otlp-box" };
        using var export = OtlpExport.Start(settings, 1, NullLogger.Instance)!;
        var graph = new TestGraph { Settings = settings, Ended = export.Flush }.Source("otlp-a", new() { Frames = 7 });
        graph.Stage("batches", new FakeBatchStage(new() { Size = 7, MaxDelay = TimeSpan.FromHours(1) }, (_, _, _) => ValueTask.CompletedTask),
            TestGraph.From("otlp-a", OverflowPolicy.Wait));

        await graph.RunAsync();

        var points = collector.Metrics.Last();
        Assert.Equal(7, One(points, "sluice_frames_total", "outcome=published,source=otlp-a").Value);
        Assert.True(One(points, "sluice_frames_total", "outcome=published,source=otlp-a").IsCumulative);
        Assert.Equal(1, One(points, "sluice_source_state", "source=otlp-a,state=ended").Value);
        var latency = One(points, "sluice_e2e_latency_seconds", "source=otlp-a");
        Assert.Equal((7, 21, true), (latency.Value, latency.Buckets.Count, latency.IsCumulative));
        Assert.Equal((1, 7), (One(points, "sluice_batch_size", "stage=batches").Value, One(points, "sluice_batch_size", "stage=batches").Sum));
        Assert.Contains("service.name=sluice", collector.Resource, StringComparison.Ordinal);
        Assert.Contains("service.instance.id=otlp-box", collector.Resource, StringComparison.Ordinal);
        Assert.Equal("Bearer secret-token", collector.Authorization);
    }

    [Fact]
    public async Task Export_SourcesThatCameAndWent_EndsTheirSeriesAndKeepsTheOthers()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var settings = Settings(collector.Url) with { Name = "otlp-live" };
        using var export = OtlpExport.Start(settings, 1, NullLogger.Instance)!;
        await using var live = new LiveGraph(new TestGraph { Settings = settings, Stays = true }.Source("stays", Endless()).Stage("last", new FakeStage(), TestGraph.From("*")));
        await live.StartAsync();
        export.Flush();

        // More often than a collector's library has places for metrics.
        for (var i = 0; i < 60; i++)
        {
            live.Engine.AddSource(live.Graph.Later($"goes-{i}", Endless()));
            if (i % 10 == 0) await UntilSentAsync(export, collector, p => p.Labels.Contains($"source=goes-{i}", StringComparison.Ordinal));
            await live.Engine.RemoveSourceAsync($"goes-{i}");
            if (i % 10 == 5) export.Flush();
        }

        await LiveGraph.UntilAsync(() => live.Published("stays") > 3);
        var before = live.Published("stays");
        await UntilSentAsync(export, collector, p => p.Metric == "sluice_sources_removed_total" && p.Value == 60);
        export.Flush();
        var points = collector.Metrics.Last();

        Assert.Contains(collector.Metrics.SelectMany(static m => m), static p => p.Labels.Contains("source=goes-0", StringComparison.Ordinal));
        Assert.DoesNotContain(points, static p => p.Labels.Contains("goes-", StringComparison.Ordinal));
        Assert.True(One(points, "sluice_frames_total", "outcome=published,source=stays").Value >= before);
        Assert.Single(points, static p => p.Metric == "sluice_e2e_latency_seconds");
        Assert.Equal(60, One(points, "sluice_sources_removed_total", "").Value);
        await live.StopAsync();
    }

    // Readings are up to a tenth of a second old: one that was just made may be sent again.
    private static Task UntilSentAsync(OtlpExport export, OtlpCollector collector, Func<OtlpPoint, bool> wanted) => LiveGraph.UntilAsync(() =>
    {
        export.Flush();
        return collector.Metrics.Last().Any(wanted);
    });

    [Fact]
    public async Task Flush_TracedFrames_SendsTheirSpans()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var settings = Settings(collector.Url) with { Telemetry = new() { Otlp = collector.Url, Interval = TimeSpan.FromHours(1), Traces = new() { Ratio = 1 } } };
        using var export = OtlpExport.Start(settings, 1, NullLogger.Instance)!;
        var ids = new ConcurrentQueue<Guid>();
        var graph = new TestGraph { Settings = settings, Ended = export.Flush }.Source("traced", new() { Frames = 2 });
        graph.Stage("look", new FakeStage(async (frame, output, stop) =>
        {
            ids.Enqueue(frame.Info.Id);
            if (frame.Info.Index == 1) throw new InvalidOperationException("no good");
            await output.EmitAsync(frame, stop);
        }), TestGraph.From("traced", OverflowPolicy.Wait)).Stage("keep", new FakeStage(), TestGraph.From("look", OverflowPolicy.Wait));

        await graph.RunAsync();

        // A flush is over once the library has taken the spans out of its queue; on a slow machine they are still on their way then. Six of the
        // frame that went through, four of the other.
        await LiveGraph.UntilAsync(() => collector.Spans.Count >= 10);
        var first = ids.First().ToString("N");
        var spans = collector.Spans.Where(s => s.Trace == first).ToList();
        var whole = Assert.Single(spans, static s => s.Name == "frame");
        Assert.Equal("", whole.Parent);
        Assert.Equal(("traced", "0", "published"), (whole.Tags["sluice.source"], whole.Tags["sluice.frame"], whole.Tags["sluice.outcome"]));
        Assert.Equal(["decode", "stage keep", "stage look", "wait keep", "wait look"], spans.Where(s => s.Parent == whole.Id).Select(static s => s.Name).Order());
        Assert.All(spans, s => Assert.True(s.Start >= whole.Start && s.End <= whole.End + 20_000_000 && s.Start <= s.End, s.ToString()));
        var failed = collector.Spans.Where(s => s.Trace == ids.Last().ToString("N")).ToList();
        Assert.Equal(2, Assert.Single(failed, static s => s.Name == "stage look").Status);
        Assert.Equal("failed", Assert.Single(failed, static s => s.Name == "frame").Tags["sluice.outcome"]);
    }

    [Fact]
    public async Task Flush_CollectorThatRefuses_IsSaidOnceAndSoIsItsReturn()
    {
        await using var collector = await OtlpCollector.StartAsync();
        collector.Status = 503;
        var log = new ListLogger();
        var settings = Settings(collector.Url) with { Name = "otlp-outage" };
        using var export = OtlpExport.Start(settings, 1, log)!;
        await using var engine = new TestGraph { Settings = settings }.Stage("last", new FakeStage(), TestGraph.From("*")).Build();

        export.Flush();
        export.Flush();
        collector.Status = 200;
        export.Flush();

        Assert.Equal(2, log.Lines.Count);
        Assert.EndsWith("takes nothing: it answers 503 to /v1/metrics; it is tried again at every interval", log.Lines.First(), StringComparison.Ordinal);
        Assert.EndsWith("is back", log.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithoutACollector_IsNothing() => Assert.Null(OtlpExport.Start(new(), 1, NullLogger.Instance));

    private static EngineConfig Settings(string url) => new()
    {
        Telemetry = new() { Otlp = url + "/", Interval = TimeSpan.FromHours(1), Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer secret-token" } },
    };

    private static OtlpPoint One(IEnumerable<OtlpPoint> points, string metric, string labels) => Assert.Single(points, p => p.Metric == metric && p.Labels == labels);

    private static FakeSourceScript Endless() => new() { Frames = int.MaxValue, Live = true, Before = static async (_, stop) => await Task.Delay(1, stop) };

    private sealed class ListLogger : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Lines.Enqueue(formatter(state, exception));
    }
}
