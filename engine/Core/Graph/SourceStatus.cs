namespace Sluice.Core.Graph;

/// <summary>A source's state at one moment.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Reconnects">How often it was opened again after a loss.</param>
/// <param name="LastError">The last fault, without secrets; null when there was none.</param>
public sealed record SourceStatus(SourceState State, long Reconnects, string? LastError);
