using System.Collections.Immutable;
using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>
/// One line of the table of metrics. Prometheus text, the instruments of the meter, OTLP and the documentation are all made of it.
/// </summary>
/// <param name="Name">Its one name everywhere, <c>sluice_</c> in front and the unit at the end; counters end in <c>_total</c>.</param>
/// <param name="Kind">How its values are to be read.</param>
/// <param name="Unit">The unit as OpenTelemetry writes it: <c>s</c>, <c>By</c>, <c>1</c> or what is counted in braces.</param>
/// <param name="Help">What it says.</param>
/// <param name="Labels">Names of its labels, in order.</param>
public sealed record Metric(string Name, MetricKind Kind, string Unit, string Help, ImmutableArray<string> Labels)
{
    /// <summary>Whether its series belong to sources, and end with them.</summary>
    public bool IsOfSources => Labels.Contains("source");

    /// <summary>Hands over its samples. What is not known is left out: no value stands for it.</summary>
    internal Action<EngineSnapshot, IMetricSamples> Read { get; init; } = static (_, _) => { };

    internal static Metric Counter(string name, string unit, string help, ReadOnlySpan<string> labels, Action<EngineSnapshot, IMetricSamples> read)
        => new(name, MetricKind.Counter, unit, help, [.. labels]) { Read = read };

    internal static Metric Gauge(string name, string unit, string help, ReadOnlySpan<string> labels, Action<EngineSnapshot, IMetricSamples> read)
        => new(name, MetricKind.Gauge, unit, help, [.. labels]) { Read = read };

    internal static Metric Histogram(string name, string unit, string help, ReadOnlySpan<string> labels, Action<EngineSnapshot, IMetricSamples> read)
        => new(name, MetricKind.Histogram, unit, help, [.. labels]) { Read = read };
}
