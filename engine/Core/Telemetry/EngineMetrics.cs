using System.Diagnostics.Metrics;
using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>
/// An engine's counters as instruments of the meter <c>Sluice</c>, for OpenTelemetry and <c>dotnet-counters</c>. Every instrument reads
/// counters that are kept anyway, and only when it is collected: nothing is spent where nobody listens.
/// </summary>
public sealed class EngineMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Sluice";

    private static readonly double[] Quantiles = [0.5, 0.95, 0.99];
    private readonly Meter _meter;
    private readonly Func<EngineSnapshot> _snapshot;

    /// <summary>Offers the instruments until it is disposed.</summary>
    /// <param name="engine">The engine's name, a tag of the meter.</param>
    /// <param name="snapshot">Reads the counters.</param>
    public EngineMetrics(string engine, Func<EngineSnapshot> snapshot)
    {
        _snapshot = snapshot;
        _meter = new(new MeterOptions(MeterName) { Tags = [new("engine", engine)] });
        OfSources("sluice.frames", "{frame}", "Frames that ended, by how.",
            static s => s.Outcomes.Select(o => (o.Value, new[] { Tag("outcome", SnakeCase.Of(o.Key)) })));
        OfSources("sluice.frames.arrived", "{frame}", "Frames that arrived.", static s => [(s.Arrived, [])]);
        OfSources("sluice.frames.dropped", "{frame}", "Frames that an edge let go.", static s => s.Drops.Select(d =>
            (d.Count, new[] { Tag("stage", d.Stage), Tag("edge", d.Edge), Tag("reason", SnakeCase.Of(d.Reason)) })));
        OfSources("sluice.source.reconnects", "{reconnect}", "How often a source was opened again.", static s => s.Stream is not { } stream
            ? [(s.Status.Reconnects, [])] : stream.Losses.Select(l => (l.Value, new[] { Tag("reason", SnakeCase.Of(l.Key)) })));
        OfSources("sluice.source.lost_packets", "{packet}", "Network packets that never came.", static s => [(s.Stream?.LostPackets ?? 0, [])]);
        OfSources("sluice.source.damaged_pictures", "{picture}", "Pictures the decoder called damaged.",
            static s => [(s.Stream?.DamagedPictures ?? 0, [])]);
        _meter.CreateObservableGauge("sluice.source.state", () => _snapshot().Sources.SelectMany(static s => Enum.GetValues<SourceState>()
            .Select(state => Measure(s.Status.State == state ? 1L : 0L, Tag("source", s.Id), Tag("state", SnakeCase.Of(state))))),
            description: "1 for the state the source is in.");
        _meter.CreateObservableGauge("sluice.frame.latency", () => _snapshot().Sources.SelectMany(LatencyOf), "s",
            "Time from arrival to the end of published frames.");
        OfEdges("sluice.stage.queue.length", "Frames waiting in an edge.", static e => e.Queued);
        OfEdges("sluice.stage.queue.capacity", "Most frames an edge holds.", static e => e.Capacity);
        OfStages("sluice.stage.exec", "s", "Time inside the stage's calls.", static s => s.Busy.TotalSeconds);
        OfStages("sluice.stage.wait", "s", "Time frames waited for the stage, all together.", static s => s.Wait.Sum.TotalSeconds);
        OfStages("sluice.stage.calls", "{call}", "Calls of the stage.", static s => s.Calls);
        _meter.CreateObservableGauge("sluice.batch.size", () => _snapshot().Stages.Where(static s => s.BatchMean != null)
            .Select(static s => Measure(s.BatchMean!.Value, Tag("stage", s.Id))), "{frame}", "Mean frames in a batch.");
        _meter.CreateObservableCounter("sluice.keyframes", () => _snapshot().Keyframes, "{frame}", "Frames chosen for keeping.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static Measurement<T> Measure<T>(T value, params KeyValuePair<string, object?>[] tags)
        where T : struct => new(value, tags);

    private static IEnumerable<Measurement<double>> LatencyOf(SourceSnapshot source)
    {
        foreach (var quantile in Quantiles)
            if (source.Latency.Percentile(quantile) is { } at)
                yield return new(at.TotalSeconds, Tag("source", source.Id), new("quantile", quantile));
    }

    private void OfSources(string name, string unit, string about,
        Func<SourceSnapshot, IEnumerable<(long Value, KeyValuePair<string, object?>[] Tags)>> values)
        => _meter.CreateObservableCounter(name, () => _snapshot().Sources.SelectMany(s => values(s)
            .Select(v => Measure(v.Value, [Tag("source", s.Id), .. v.Tags]))), unit, about);

    private void OfStages(string name, string unit, string about, Func<StageSnapshot, double> value)
        => _meter.CreateObservableCounter(name, () => _snapshot().Stages.Select(s => Measure(value(s), Tag("stage", s.Id))), unit, about);

    private void OfEdges(string name, string about, Func<EdgeSnapshot, long> value)
        => _meter.CreateObservableGauge(name, () => _snapshot().Stages.SelectMany(s => s.Edges
            .Select(e => Measure(value(e), Tag("stage", s.Id), Tag("edge", e.Name)))), "{frame}", about);
}
