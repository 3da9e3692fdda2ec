using System.Globalization;
using System.Text;

namespace Sluice.Core.Telemetry;

/// <summary>
/// Writes the Prometheus text format 0.0.4: a family's help and type once, then its samples.
/// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
/// </summary>
internal sealed class PrometheusText : IMetricSamples
{
    private readonly StringBuilder _text = new();
    private Metric? _metric;
    private bool _isOpen;

    /// <summary>Begins a family; its samples follow, and its head stands before the first.</summary>
    public void Begin(Metric metric) => (_metric, _isOpen) = (metric, false);

    /// <inheritdoc/>
    public void Add(double value, params ReadOnlySpan<string?> labels) => Sample("", labels, null, value);

    /// <inheritdoc/>
    public void Add(LatencyHistogram durations, params ReadOnlySpan<string?> labels)
    {
        var counts = durations.CountsBelowPowersOfTwo();
        foreach (var octave in HistogramBuckets.Octaves)
            Sample("_bucket", labels, HistogramBuckets.Bound(octave).ToString("R", CultureInfo.InvariantCulture), counts[octave]);

        // The sum of the buckets, not the counter: the two may be a duration apart, and a histogram must agree with itself.
        End(labels, counts[^1], durations.Sum.TotalSeconds);
    }

    /// <inheritdoc/>
    public void Add(SizeHistogram sizes, params ReadOnlySpan<string?> labels)
    {
        long below = 0, sum = 0;
        for (var size = 1; size < sizes.Counts.Length; size++)
        {
            var count = Volatile.Read(in sizes.Counts[size]);
            below += count;
            sum += size * count;
            if (sizes.IsBound(size)) Sample("_bucket", labels, size.ToString(CultureInfo.InvariantCulture), below);
        }

        End(labels, below, sum);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void End(ReadOnlySpan<string?> labels, long count, double sum)
    {
        Sample("_bucket", labels, "+Inf", count);
        Sample("_sum", labels, null, sum);
        Sample("_count", labels, null, count);
    }

    private void Sample(string suffix, ReadOnlySpan<string?> labels, string? bound, double value)
    {
        var metric = _metric!;
        if (!_isOpen)
        {
            _isOpen = true;
            _text.Append("# HELP ").Append(metric.Name).Append(' ').Append(Escape(metric.Help, false)).Append('\n');
            _text.Append("# TYPE ").Append(metric.Name).Append(' ').Append(SnakeCase.Of(metric.Kind)).Append('\n');
        }

        _text.Append(metric.Name).Append(suffix);
        var open = '{';
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] is { } label) Label(metric.Labels[i], label, ref open);
        if (bound != null) Label("le", bound, ref open);
        if (open == ',') _text.Append('}');
        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private void Label(string name, string value, ref char open)
    {
        _text.Append(open).Append(name).Append("=\"").Append(Escape(value, true)).Append('"');
        open = ',';
    }

    private static string Escape(string text, bool quotes)
    {
        if (text.AsSpan().IndexOfAny('\\', '\n', '"') < 0) return text;
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
