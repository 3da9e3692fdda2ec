namespace Sluice.Core.Graph;

/// <summary>A source's state at one moment.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Reconnects">How often it was opened again after a loss.</param>
/// <param name="LastError">The last fault, without secrets; null when there was none.</param>
public sealed record SourceStatus(SourceState State, long Reconnects, string? LastError)
{
    /// <summary>What kind of fault the last one was.</summary>
    public FaultReason Reason { get; init; }

    /// <summary>Whose fault it was.</summary>
    public FaultSide Side => FaultReasons.SideOf(Reason);

    /// <summary>When the state began; null where that was not noted.</summary>
    public DateTimeOffset? Since { get; init; }
}
