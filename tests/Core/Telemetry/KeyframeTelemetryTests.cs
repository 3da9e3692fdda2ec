using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Telemetry;

namespace Sluice.Tests.Telemetry;

public sealed class KeyframeTelemetryTests
{
    private static readonly KeyframeCounts Counts = new()
    {
        Offered = 12,
        Outcomes = ImmutableSortedDictionary<SelectionOutcome, long>.Empty.Add(SelectionOutcome.Merged, 9).Add(SelectionOutcome.RejectedQuality, 3),
        Rules = ImmutableSortedDictionary<string, KeyframeRuleCounts>.Empty.Add("band", new(2, 1)),
        Frozen = 1,
    };

    [Fact]
    public void Write_Counts_AreUnderTheirNames()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            KeyframeJson.Write(json, Counts);
            json.WriteEndObject();
        }

        using var read = JsonDocument.Parse(stream.ToArray());
        var keyframes = read.RootElement.GetProperty("keyframes");
        Assert.Equal(12, keyframes.GetProperty("offered").GetInt32());
        Assert.Equal(3, keyframes.GetProperty("outcomes").GetProperty("rejected_quality").GetInt32());
        Assert.Equal(1, keyframes.GetProperty("frozen").GetInt32());
        Assert.Equal((2, 1), (keyframes.GetProperty("rules").GetProperty("band").GetProperty("fired").GetInt32(),
            keyframes.GetProperty("rules").GetProperty("band").GetProperty("suppressed").GetInt32()));
    }

    [Fact]
    public void Add_TwoSources_AreSummed()
    {
        var sum = Counts.Add(Counts with { Rules = Counts.Rules.Add("drift", new(5, 0)) });
        Assert.Equal((24, 18, 2), (sum.Offered, sum.Outcomes[SelectionOutcome.Merged], sum.Frozen));
        Assert.Equal((new KeyframeRuleCounts(4, 2), new(5, 0)), (sum.Rules["band"], sum.Rules["drift"]));
    }
}
