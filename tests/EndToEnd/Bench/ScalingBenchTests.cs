using System.Text.Json;
using Sluice.EndToEnd.Tests.Program;
using Sluice.Host.Bench.Capacity;
using Sluice.Host.Bench.Scaling;

namespace Sluice.EndToEnd.Tests.Bench;

[Collection(WholeMachineCollection.Name)]
public sealed class ScalingBenchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-scaling-test");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void PointOf_Rounds_TakesTheCompilerOutAndTheWorstDelivery()
    {
        var point = ScalingBench.PointOf(4, [Trial(cpu: 3, jit: 1, delivered: 100, lost: 0), Trial(cpu: 2, jit: 0, delivered: 100, lost: 25)]);
        Assert.Equal([20, 20], point.CpuMsAFrame);
        Assert.Equal((0.8, false), (point.Delivered, point.Counts));
    }

    [Fact]
    public void PointOf_TrialThatCrashed_DoesNotCount()
        => Assert.False(ScalingBench.PointOf(4, [new(4, TrialEnd.Crashed, [], "gone")]).Counts);

    [Fact]
    public void Result_MemoryOnALine_IsExtrapolatedToAThousand()
    {
        var result = Result(Point(1, 10, 110), Point(2, 10.2, 120), Point(4, 10.4, 140));
        Assert.Equal(1.04, result.CostRatio!.Value, 6);
        Assert.Equal((100, 10), (Math.Round(result.Memory!.Value.Base, 6), Math.Round(result.Memory!.Value.Each, 6)));
        Assert.Equal(10_100, result.ManyBytes!.Value, 3);

        // A thousand cameras of 5 fps at 10.4 ms a frame.
        Assert.Equal(52, result.ManyCores!.Value, 6);
        Assert.Contains("extrapolated from 4 sources and was not run", ScalingReport.Page(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Result_MostSourcesLostFrames_HasNoRatio() => Assert.Null(Result(Point(1, 10, 110), Point(2, 4, 120) with { Delivered = 0.5 }).CostRatio);

    [Fact]
    public void Trend_MemoryThatRises_SaysByHowMuchAnHour()
    {
        // The first quarter, in which everything is made, is left out.
        var trend = SoakTrend.Of([.. Enumerable.Range(0, 100).Select(static at => Tick(at * 36) with { ResidentBytes = at < 25 ? at : 1000 + at })])!;
        Assert.Equal((100, 100, 100), (Math.Round(trend.BytesAnHour, 6), Math.Round(trend.LeastAnHour, 6), Math.Round(trend.MostAnHour, 6)));
        Assert.Equal((1026, 1098, 1099, SoakWay.Rises), (trend.FirstBytes, trend.LastBytes, trend.MostBytes, trend.Way));
    }

    [Fact]
    public void Trend_FlatButForABurstAndNoise_IsFlat()
    {
        var random = new Random(3);
        var trend = SoakTrend.Of([.. Enumerable.Range(0, 3600).Select(at => Tick(at) with { ResidentBytes = 250_000_000 + random.Next(2_000_000) + (at is > 2000 and < 2400 ? 40_000_000 : 0) })])!;
        Assert.Equal(SoakWay.Flat, trend.Way);
        Assert.True(trend.LeastAnHour <= 0 && trend.MostAnHour >= 0, $"{trend.LeastAnHour:0} to {trend.MostAnHour:0}");
    }

    [Fact]
    public void Trend_SlowLeakUnderNoise_Rises()
    {
        var random = new Random(3);
        Assert.Equal(SoakWay.Rises, SoakTrend.Of([.. Enumerable.Range(0, 3600).Select(at => Tick(at) with { ResidentBytes = 250_000_000 + random.Next(2_000_000) + (at * 3000) })])!.Way);
    }

    [Fact]
    public void Trend_AMinute_SaysNothingOfAnHour()
        => Assert.Equal(SoakWay.Unknown, SoakTrend.Of([.. Enumerable.Range(0, 60).Select(static at => Tick(at) with { ResidentBytes = 250_000_000 })])!.Way);

    [Fact]
    public async Task Run_OneSourceAndASoak_WritesFiguresAndPlots()
    {
        var (graph, clip, report) = (Path.Combine(_folder.FullName, "graph.yaml"), Path.Combine(_folder.FullName, "cars.mp4"), Path.Combine(_folder.FullName, "report"));
        await File.WriteAllTextAsync(graph, """
            version: 1
            sources: [{ id: gate, uri: cars.mp4 }]
            stages: [{ id: out, use: jsonl, from: gate, to: out.jsonl }]
            """);
        await SluiceProgram.RunAsync(["scene", "write", "scene:crossing?seed=3&duration=1s&size=320x180", "--out", clip]);
        var run = await SluiceProgram.RunAsync(["bench", "scaling", graph, "--source", clip, "--max", "1", "--rate", "8", "--window", "2s", "--soak", "3s", "--soak-sources", "1", "--out", report, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal([1], json.RootElement.GetProperty("points").EnumerateArray().Select(static p => p.GetProperty("sources").GetInt32()));
        Assert.All(json.RootElement.GetProperty("points").EnumerateArray(), static p => Assert.True(p.GetProperty("cpu_ms_a_frame").GetDouble() > 0 && p.GetProperty("resident_bytes").GetInt64() > 0));
        Assert.Equal(["cost.svg", "memory.svg", "scaling.json", "scaling.md", "soak.svg"], Directory.EnumerateFiles(report).Select(Path.GetFileName).Order());
    }

    private static ScalingResult Result(params ScalingPoint[] points) => new(points, [], null, [new("/x/c.mp4", "c.mp4", "h264", 640, 360, 10, 1, 1)],
        new() { Graph = "g.yaml", Sets = [], Clips = ["c.mp4"], Rate = 32, CameraFps = 5, Rounds = 1 }, new("box", 2, 1, "linux", ".net", "5.1", "1.30", "0.1", 0, default));

    private static ScalingPoint Point(int sources, double cpu, double bytes) => new(sources, [cpu], [bytes], 1, 0);

    private static Trial Trial(double cpu, double jit, long delivered, long lost)
        => new(4, TrialEnd.Done, [Tick(10) with { CpuSeconds = cpu, Cpu = new() { ["jit"] = jit }, Sources = [new("camera1", delivered + lost, delivered, lost, 0, 0, true, 0.1, 0.1, 0.1)] }], null);

    private static TrialTick Tick(double at) => new(at, at, [], at, 1, 0.1, 0.1, 0, 0, 1, [], []);
}
