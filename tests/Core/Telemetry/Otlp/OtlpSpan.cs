namespace Sluice.Tests.Telemetry.Otlp;

/// <summary>One span that a collector was sent; ids as lower-case hexadecimal, times in nanoseconds of Unix time.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>0 for none, 2 for an error.</summary>
    public int Status { get; init; }
}
