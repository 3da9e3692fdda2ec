using System.Diagnostics.Metrics;
using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>Some metrics of the table as the instruments of one meter.</summary>
internal sealed class MeterInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly List<(Metric Metric, Histogram<double> Instrument)> _histograms = [];

    public MeterInstruments(string engine, IReadOnlyList<Metric> metrics, Func<EngineSnapshot> read)
    {
        _meter = new(new MeterOptions(EngineMetrics.MeterName) { Tags = [new("engine", engine)] });
        foreach (var metric in metrics)
        {
            switch (metric.Kind)
            {
                case MetricKind.Counter:
                    _meter.CreateObservableCounter(metric.Name, () => Measure(metric, read()), metric.Unit, metric.Help);
                    break;
                case MetricKind.Gauge:
                    _meter.CreateObservableGauge(metric.Name, () => Measure(metric, read()), metric.Unit, metric.Help);
                    break;
                default:
                    var bounds = metric.Unit == "s" ? HistogramBuckets.Durations : HistogramBuckets.Sizes;
                    _histograms.Add((metric, _meter.CreateHistogram(metric.Name, metric.Unit, metric.Help, null,
                        new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds })));
                    break;
            }
        }
    }

    /// <summary>Has the histograms' instruments told of what the engine measures from now on.</summary>
    public void Follow(EngineSnapshot snapshot)
    {
        foreach (var (metric, instrument) in _histograms) metric.Read(snapshot, new Follower(metric, instrument));
    }

    public void Dispose() => _meter.Dispose();

    private static List<Measurement<double>> Measure(Metric metric, EngineSnapshot snapshot)
    {
        var to = new Measured(metric);
        metric.Read(snapshot, to);
        return to.Values;
    }

    private static KeyValuePair<string, object?>[] TagsOf(Metric metric, ReadOnlySpan<string?> labels)
    {
        var tags = new KeyValuePair<string, object?>[labels.Length];
        var count = 0;
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] is { } label) tags[count++] = new(metric.Labels[i], label);
        return tags[..count];
    }

    private sealed class Measured(Metric metric) : IMetricSamples
    {
        public List<Measurement<double>> Values { get; } = [];

        public void Add(double value, params ReadOnlySpan<string?> labels) => Values.Add(new(value, TagsOf(metric, labels)));

        public void Add(LatencyHistogram durations, params ReadOnlySpan<string?> labels) => throw new InvalidOperationException($"{metric.Name} is no histogram.");

        public void Add(SizeHistogram sizes, params ReadOnlySpan<string?> labels) => throw new InvalidOperationException($"{metric.Name} is no histogram.");
    }

    private sealed class Follower(Metric metric, Histogram<double> instrument) : IMetricSamples
    {
        public void Add(double value, params ReadOnlySpan<string?> labels) => throw new InvalidOperationException($"{metric.Name} is a histogram.");

        public void Add(LatencyHistogram durations, params ReadOnlySpan<string?> labels)
        {
            if (!durations.IsFollowedBy(instrument)) durations.Follow(instrument, TagsOf(metric, labels));
        }

        public void Add(SizeHistogram sizes, params ReadOnlySpan<string?> labels)
        {
            if (!sizes.IsFollowedBy(instrument)) sizes.Follow(instrument, TagsOf(metric, labels));
        }
    }
}
