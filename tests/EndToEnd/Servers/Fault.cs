namespace Sluice.EndToEnd.Tests.Servers;

/// <summary>A fault with its measure.</summary>
/// <param name="Kind">What is done.</param>
internal sealed record Fault(FaultKind Kind)
{
    public static readonly Fault None = new(FaultKind.None);

    /// <summary>How often, 0 to 1.</summary>
    public double Rate { get; init; }

    /// <summary>How long, or how far.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The status line's code and phrase.</summary>
    public string Status { get; init; } = "";

    /// <summary>Whether it only shows to those who connect, so that the connections of before have to go.</summary>
    public bool ClosesConnections => Kind is FaultKind.Cut or FaultKind.Reset or FaultKind.Refuse or FaultKind.Silent or FaultKind.Answer
        or FaultKind.Garbage or FaultKind.GarbleStatus or FaultKind.GarbleMedia or FaultKind.GarbleCodec;

    /// <summary>Whether whoever connects meanwhile is left without an answer.</summary>
    public bool IgnoresClients => Kind is FaultKind.Cut or FaultKind.Reset or FaultKind.Silent or FaultKind.Truncate;
}
