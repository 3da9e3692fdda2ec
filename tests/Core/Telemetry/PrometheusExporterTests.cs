using Sluice.Core.Config;
using Sluice.Core.Telemetry;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Telemetry;

public sealed class PrometheusExporterTests
{
    private static async Task<string> WriteAsync()
    {
        var graph = new TestGraph()
            .Source("a", new() { Frames = 10 })
            .Source("b\"\\", new() { Frames = 3 })
            .Stage("detect", new FakeBatchStage(new() { Size = 3, MaxDelay = TimeSpan.FromHours(1) }, (frames, _, _) =>
                frames[0].Info.Source == "a" && frames[0].Info.Index == 0 ? throw new InvalidOperationException() : ValueTask.CompletedTask),
                TestGraph.From("a", OverflowPolicy.Wait))
            .Stage("b", new FakeStage(), TestGraph.From("b\"\\"));
        return PrometheusExporter.Write(await graph.RunAsync());
    }

    [Fact]
    public async Task Write_AfterARun_CountsFramesByOutcome()
    {
        var lines = (await WriteAsync()).Split('\n');

        Assert.Contains("sluice_frames_total{source=\"a\",outcome=\"published\"} 7", lines);
        Assert.Contains("sluice_frames_total{source=\"a\",outcome=\"failed\"} 3", lines);
        Assert.Contains("sluice_stage_faults_total{stage=\"detect\"} 1", lines);
        Assert.Contains("sluice_source_state{source=\"a\",state=\"ended\"} 1", lines);
        Assert.Contains("sluice_batch_size_sum{stage=\"detect\"} 10", lines);
        Assert.Contains("sluice_batch_size_bucket{stage=\"detect\",le=\"1\"} 1", lines);
        Assert.Contains("sluice_e2e_latency_seconds_count{source=\"a\"} 7", lines);
    }

    [Fact]
    public async Task Write_LabelWithQuoteAndBackslash_IsEscaped()
        => Assert.Contains("sluice_frames_total{source=\"b\\\"\\\\\",outcome=\"published\"} 3", (await WriteAsync()).Split('\n'));

    [Fact]
    public async Task Write_EveryFamily_HasHelpAndTypeOnceBeforeItsSamples()
    {
        var open = "";
        var seen = new HashSet<string>();
        foreach (var line in (await WriteAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = line.Split(' ', '{')[0];
            if (line.StartsWith("# TYPE", StringComparison.Ordinal))
            {
                open = line.Split(' ')[2];
                Assert.True(seen.Add(open), $"{open} twice");
            }
            else if (line[0] != '#') Assert.StartsWith(open, name, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Percentile_And_Counts_AgreeOnWhereADurationLies()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromMilliseconds(3));

        var counts = histogram.CountsBelowPowersOfTwo();

        Assert.Equal((0, 1), (counts[11], counts[12]));
        Assert.InRange(histogram.Percentile(0.5)!.Value.TotalMilliseconds, 3, 3.3);
        Assert.Equal(TimeSpan.FromMilliseconds(3), histogram.Sum);
    }
}
