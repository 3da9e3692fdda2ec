namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>What a gate has saved so far.</summary>
/// <param name="State">What it makes of the source now.</param>
/// <param name="Reason">Why it can't tell; null unless it is blind.</param>
/// <param name="Packets">Packets that came.</param>
/// <param name="Skipped">Packets that were never decoded.</param>
/// <param name="Openings">How often activity began.</param>
/// <param name="ActiveRatio">Share of the stream's time in which everything was decoded, 0 to 1.</param>
public sealed record GateCounts(GateState State, string? Reason, long Packets, long Skipped, long Openings, double ActiveRatio);
