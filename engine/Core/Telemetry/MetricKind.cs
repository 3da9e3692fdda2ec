namespace Sluice.Core.Telemetry;

/// <summary>How the values of a metric are to be read.</summary>
public enum MetricKind
{
    /// <summary>Only grows; starts again with the engine.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts of values by size.</summary>
    Histogram,
}
