using System.Globalization;
using System.Text;

namespace Sluice.Core.Telemetry;

/// <summary>
/// Writes the Prometheus text format 0.0.4: a family's help and type once, then its samples.
/// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
/// </summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();

    /// <summary>Opens a family; its samples follow.</summary>
    public PrometheusText Family(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(Escape(help, false)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <summary>Writes one sample.</summary>
    public void Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escape(labels[i].Value, true)).Append('"');
        }

        if (labels.Length > 0) _text.Append('}');
        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Writes the samples of one histogram of durations, in powers of two from 128 us to 67 s.</summary>
    public void Durations(string name, LatencyHistogram durations, string label, string value)
    {
        const int first = 7, last = 26;
        var counts = durations.CountsBelowPowersOfTwo();
        for (var octave = first; octave <= last; octave++)
        {
            var le = Math.ScaleB(1e-6, octave).ToString("R", CultureInfo.InvariantCulture);
            Sample(name + "_bucket", counts[octave], (label, value), ("le", le));
        }

        // The sum of the buckets, not the counter: the two may be a duration apart, and a histogram must agree with itself.
        Sample(name + "_bucket", counts[^1], (label, value), ("le", "+Inf"));
        Sample(name + "_sum", durations.Sum.TotalSeconds, (label, value));
        Sample(name + "_count", counts[^1], (label, value));
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Escape(string text, bool quotes)
    {
        if (text.AsSpan().IndexOfAny('\\', '\n', '"') < 0) return text;
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
