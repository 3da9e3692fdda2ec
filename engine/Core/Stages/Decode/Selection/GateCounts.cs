namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>What a gate has saved so far.</summary>
/// <param name="State">What it makes of the source now.</param>
/// <param name="Reason">Why it can't tell; null unless it is blind.</param>
/// <param name="Packets">Packets that came.</param>
/// <param name="Skipped">Packets that were never decoded.</param>
/// <param name="Openings">How often activity began.</param>
/// <param name="ActiveRatio">Share of the stream's time in which everything was decoded, 0 to 1.</param>
public sealed record GateCounts(GateState State, string? Reason, long Packets, long Skipped, long Openings, double ActiveRatio)
{
    /// <summary>What two runs of a source saved together; the state is the later one's.</summary>
    /// <param name="earlier">The run before; null for none.</param>
    /// <param name="later">The run after it; null for none.</param>
    public static GateCounts? Sum(GateCounts? earlier, GateCounts? later)
    {
        if (earlier == null || later == null) return later ?? earlier;
        var packets = earlier.Packets + later.Packets;
        return later with
        {
            Packets = packets,
            Skipped = earlier.Skipped + later.Skipped,
            Openings = earlier.Openings + later.Openings,
            ActiveRatio = packets == 0 ? 0 : ((earlier.ActiveRatio * earlier.Packets) + (later.ActiveRatio * later.Packets)) / packets,
        };
    }
}
