using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>What sources that were taken out of the running graph had counted, all together.</summary>
public sealed record RemovedSources
{
    private const int MostLatest = 32;

    /// <summary>None were.</summary>
    public static RemovedSources None { get; } = new();

    /// <summary>How many sources.</summary>
    public long Count { get; private init; }

    /// <summary>Frames that arrived.</summary>
    public long Arrived { get; private init; }

    /// <summary>How often they were opened again.</summary>
    public long Reconnects { get; private init; }

    /// <summary>Frames by how they ended; outcomes that were are there.</summary>
    public ImmutableSortedDictionary<Outcome, long> Outcomes { get; private init; } = ImmutableSortedDictionary<Outcome, long>.Empty;

    /// <summary>Frames that edges let go, by reason.</summary>
    public ImmutableSortedDictionary<DropReason, long> Drops { get; private init; } = ImmutableSortedDictionary<DropReason, long>.Empty;

    /// <summary>The last accounts of those that went last, oldest first: for those who count a source's frames as they come.</summary>
    public ImmutableArray<SourceSnapshot> Latest { get; private init; } = [];

    /// <summary>These and one more.</summary>
    /// <param name="source">Its account, which is closed.</param>
    internal RemovedSources With(SourceSnapshot source) => this with
    {
        Count = Count + 1,
        Arrived = Arrived + source.Arrived,
        Reconnects = Reconnects + source.Status.Reconnects,
        Latest = [.. Latest.TakeLast(MostLatest - 1), source],
        Outcomes = source.Outcomes.Where(static o => o.Value > 0).Aggregate(Outcomes, static (sum, o) => sum.SetItem(o.Key, sum.GetValueOrDefault(o.Key) + o.Value)),
        Drops = source.Drops.Aggregate(Drops, static (sum, drop) => sum.SetItem(drop.Reason, sum.GetValueOrDefault(drop.Reason) + drop.Count)),
    };
}
