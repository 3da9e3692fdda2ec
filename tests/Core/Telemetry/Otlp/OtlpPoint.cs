namespace Sluice.Tests.Telemetry.Otlp;

/// <summary>One series of one metric in one request to a collector.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Labels">Name and value, in order, with commas between.</param>
/// <param name="Value">A counter's or gauge's value, or how many values a histogram has.</param>
internal sealed record OtlpPoint(string Metric, string Labels, double Value)
{
    /// <summary>A histogram's sum.</summary>
    public double Sum { get; init; }

    /// <summary>A histogram's counts by bucket.</summary>
    public IReadOnlyList<ulong> Buckets { get; init; } = [];

    /// <summary>Whether a counter or histogram counts from the start on.</summary>
    public bool IsCumulative { get; init; }
}
