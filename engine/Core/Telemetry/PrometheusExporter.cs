using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>An engine's counters as Prometheus reads them: the <see cref="MetricTable"/> in the text format 0.0.4.</summary>
public static class PrometheusExporter
{
    /// <summary>The content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes a snapshot. Metrics without a sample are left out.</summary>
    /// <param name="snapshot">The engine's counters.</param>
    public static string Write(EngineSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var text = new PrometheusText();
        foreach (var metric in MetricTable.All)
        {
            text.Begin(metric);
            metric.Read(snapshot, text);
        }

        return text.ToString();
    }
}
