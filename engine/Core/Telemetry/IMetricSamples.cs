namespace Sluice.Core.Telemetry;

/// <summary>Takes the samples of one metric, each with a value for every label in the metric's order; null leaves a label out.</summary>
internal interface IMetricSamples
{
    /// <summary>A counter's or gauge's value.</summary>
    void Add(double value, params ReadOnlySpan<string?> labels);

    /// <summary>A histogram of durations, in seconds.</summary>
    void Add(LatencyHistogram durations, params ReadOnlySpan<string?> labels);

    /// <summary>A histogram of sizes.</summary>
    void Add(SizeHistogram sizes, params ReadOnlySpan<string?> labels);
}
