namespace Sluice.Core.Archive;

/// <content>Who has to go.</content>
internal sealed partial class Librarian
{
    // Lines that the journal gets without anything new being kept.
    private const int Slack = 4096;

    private long Leaving => _work.Where(static work => work.Target == ArchiveState.Going).Sum(static work => work.Entry.Bytes);

    /// <summary>Chooses what goes so that a new one has room.</summary>
    /// <returns>Null where there is none: all others are worth more, pinned, or protected by a floor. Nothing has changed then.</returns>
    private async Task<List<ArchiveEntry>?> PlanRoomAsync(ArchiveEntry candidate, CancellationToken stop)
    {
        var victims = new List<ArchiveEntry>();
        var spared = new HashSet<ArchiveEntry>();
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        // Promise and done are lines of the journal, which is part of a folder.
        var need = candidate.Bytes + (_place.IsRemote ? 0 : PromiseBytes(candidate) + Slack);
        var now = _time.GetUtcNow();
        var worth = candidate.IsPinned || _perSource.GetValueOrDefault(candidate.Folder) < _limits.Floor ? double.PositiveInfinity : candidate.Worth(now, _limits.HalfLife);
        while (Used - Leaving - victims.Sum(static victim => victim.Bytes) + need > _limits.Bytes)
        {
            if (Least(now, entry => spared.Contains(entry) || IsAtFloor(entry)) is not { } least || least.Worth(now, _limits.HalfLife) > worth) return null;
            spared.Add(least);
            if (await IsPinnedAsync(least, stop)) continue;
            victims.Add(least);
            taken[least.Folder] = taken.GetValueOrDefault(least.Folder) + 1;
            need += _place.IsRemote ? 0 : 2 * LineBytes(least);
        }

        return victims;

        bool IsAtFloor(ArchiveEntry entry) => _perSource.GetValueOrDefault(entry.Folder) - taken.GetValueOrDefault(entry.Folder) <= _limits.Floor;
    }

    /// <summary>Takes out what is too old, and what a lower quota leaves no room for. A promise to delete in time goes before any floor.</summary>
    private async Task ExpireAsync(CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        if (_limits.Age is { } age)
        {
            foreach (var entry in _entries.Values.Where(entry => entry.State == ArchiveState.Kept && now - entry.KeptAt > age).ToList())
                if (!await IsPinnedAsync(entry, stop)) Condemn(entry, "age");
        }

        await ExpireReportsAsync(stop);
        var spared = new HashSet<ArchiveEntry>();
        while (Used - Leaving + (_place.IsRemote ? 0 : Slack) > _limits.Bytes)
        {
            if (Least(now, entry => spared.Contains(entry) || _perSource.GetValueOrDefault(entry.Folder) <= _limits.Floor) is not { } least) break;
            spared.Add(least);
            if (!await IsPinnedAsync(least, stop)) Condemn(least, "quota");
        }
    }

    private ArchiveEntry? Least(DateTimeOffset now, Func<ArchiveEntry, bool> isSpared)
    {
        ArchiveEntry? least = null;
        var leastWorth = double.PositiveInfinity;
        foreach (var entry in _entries.Values)
        {
            if (entry.State != ArchiveState.Kept || entry.IsPinned || isSpared(entry)) continue;
            var worth = entry.Worth(now, _limits.HalfLife);
            if (least != null && (worth > leastWorth || (worth == leastWorth && Later(entry, least)))) continue;
            (least, leastWorth) = (entry, worth);
        }

        return least;

        static bool Later(ArchiveEntry one, ArchiveEntry other)
            => one.KeptAt != other.KeptAt ? one.KeptAt > other.KeptAt : string.CompareOrdinal(one.Key, other.Key) > 0;
    }

    // A file beside the picture, so that it can be pinned while the engine runs and by whoever sees the archive.
    private async Task<bool> IsPinnedAsync(ArchiveEntry entry, CancellationToken stop)
        => entry.IsPinned || await _place.ExistsAsync(entry.Key + ArchiveNames.Pin, stop);

    private int PromiseBytes(ArchiveEntry entry) => ArchiveJournal.SizeOf(RecordOf(entry)) + LineBytes(entry);

    private int LineBytes(ArchiveEntry entry)
        => ArchiveJournal.SizeOf(new() { Op = JournalRecord.Evicted, Key = entry.Key, At = _time.GetUtcNow(), Why = "quota" });
}
