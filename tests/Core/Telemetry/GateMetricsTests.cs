using System.Text;
using System.Text.Json;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Telemetry;

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
