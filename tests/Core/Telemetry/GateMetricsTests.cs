using System.Text;
using System.Text.Json;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Telemetry;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Telemetry;

public sealed class GateMetricsTests
{
    private static readonly GateCounts Quiet = new(GateState.Quiet, null, 600, 400, 2, 0.25);

    [Fact]
    public void Json_OfAGate_HasItsCounts()
        => Assert.Equal("""{"gate":{"state":"quiet","packets":600,"skipped":400,"openings":2,"active_ratio":0.25}}""", Json(Quiet));

    [Fact]
    public void Json_OfABlindGate_SaysWhy() => Assert.Contains("\"reason\":\"noise\"", Json(Quiet with { State = GateState.Blind, Reason = "noise" }));

    [Fact]
    public void Json_WithoutAGate_HasNothing() => Assert.Equal("{}", Json(null));

    [Fact]
    public void Sum_OfTwoRuns_WeighsTheRatioByPackets()
    {
        var sum = GateCounts.Sum(Quiet, new(GateState.Active, null, 200, 100, 1, 0.75));
        Assert.Equal(new(GateState.Active, null, 800, 500, 3, 0.375), sum);
        Assert.Same(Quiet, GateCounts.Sum(Quiet, null));
    }

    [Fact]
    public async Task Prometheus_OfAGate_HasItsCountsBySource()
    {
        var graph = new TestGraph().Source("a", new() { Frames = 1 }).Source("b", new() { Frames = 1 })
            .Stage("out", new FakeStage(), TestGraph.From("a"), TestGraph.From("b"));
        var snapshot = await graph.RunAsync();
        var gated = snapshot with { Sources = [.. snapshot.Sources.Select(static s => s.Id == "a" ? s with { Stream = new() { Gate = Quiet } } : s)] };
        var lines = PrometheusExporter.Write(gated).Split('\n');
        Assert.Contains("sluice_source_gate_packets_total{source=\"a\"} 600", lines);
        Assert.Contains("sluice_source_gate_skipped_packets_total{source=\"a\"} 400", lines);
        Assert.Contains("sluice_source_gate_openings_total{source=\"a\"} 2", lines);
        Assert.Contains("sluice_source_gate_active_ratio{source=\"a\"} 0.25", lines);
        Assert.Contains("sluice_source_gate_state{source=\"a\",state=\"quiet\"} 1", lines);
        Assert.DoesNotContain(lines, static line => line.StartsWith("sluice_source_gate_", StringComparison.Ordinal) && line.Contains("\"b\""));
    }

    private static string Json(GateCounts? gate)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            GateJson.Write(json, gate);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
