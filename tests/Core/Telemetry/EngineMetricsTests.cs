using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Sluice.Core.Telemetry;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Telemetry;

public sealed class EngineMetricsTests
{
    [Fact]
    public async Task Collect_AfterARun_ReadsTheCountersWithTheirTags()
    {
        var snapshot = await new TestGraph().Source("metrics-test", new() { Frames = 7 })
            .Stage("last", new FakeStage(), TestGraph.From("*")).RunAsync();
        using var metrics = new EngineMetrics("box", () => snapshot);
        var seen = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == EngineMetrics.MeterName) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add(Text(instrument, value, tags)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add(Text(instrument, value, tags)));
        listener.Start();

        listener.RecordObservableInstruments();

        Assert.Contains("sluice_frames_total 7 source=metrics-test outcome=published", seen);
        Assert.Contains("sluice_source_state 1 source=metrics-test state=ended", seen);
        Assert.Contains("sluice_stage_frames_in_total 7 stage=last", seen);
    }

    private static string Text(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = $"{instrument.Name} {value}";
        foreach (var tag in tags) text += $" {tag.Key}={tag.Value}";
        return text;
    }
}
