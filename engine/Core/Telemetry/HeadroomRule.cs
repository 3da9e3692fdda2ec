using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>How much more an engine could take, by what it did between two looks.</summary>
internal static class HeadroomRule
{
    // Nine tenths of the time of cores or of a stage's calls is all there is: turns and batches leave gaps. bench capacity found cameras to hold
    // at 0.89 of the cores and to fail at 0.98.
    private const double MostLost = 0.005, MostBusy = 0.9;

    // One frame in half a minute is no rate.
    private const long FewLost = 1;

    /// <summary>Names the scarcest resource.</summary>
    /// <param name="then">An earlier look.</param>
    /// <param name="now">The latest.</param>
    /// <param name="seconds">Between the two.</param>
    /// <param name="cores">Cores the process may use.</param>
    public static Headroom Judge(HeadroomReading then, HeadroomReading now, double seconds, double cores)
    {
        var least = new Headroom(Cores(then, now, seconds, cores), "cpu");
        Offer(now.Engine.MemoryLimitBytes > 0 ? 1 - (now.Engine.MemoryBytes / (double)now.Engine.MemoryLimitBytes) : 1, "memory");
        foreach (var stage in now.Engine.Stages)
        {
            if (then.Engine.Stages.FirstOrDefault(s => s.Id == stage.Id) is { } before)
                Offer(1 - ((stage.Busy - before.Busy).TotalSeconds / seconds / stage.Runs / MostBusy), stage.Id);
        }

        // What lets frames go is spent, however busy it looks; of several the one that lets the most go.
        var lost = now.Engine.Sources.SelectMany(source => Lost(then.Engine.Sources.FirstOrDefault(s => s.Id == source.Id), source)).ToLookup(static l => l.Resource, static l => l.Share);
        return lost.Count > 0 ? new(0, lost.MaxBy(static resource => resource.Max())!.Key) : least with { Ratio = Math.Round(Math.Clamp(least.Ratio, 0, 1), 4) };

        void Offer(double ratio, string resource)
        {
            if (ratio < least.Ratio) least = new(ratio, resource);
        }
    }

    private static double Cores(HeadroomReading then, HeadroomReading now, double seconds, double cores)
    {
        var used = (now.Cpu - then.Cpu).TotalSeconds / seconds;
        var most = cores;
        if (now.Machine is { } all && then.Machine is { } before && used > 0)
        {
            // What other programs leave; or, where it must share with them, the part it is given of what it asks for: it may go first.
            var left = all.Cores - ((all.Busy - before.Busy).TotalSeconds / seconds) + used;
            var given = cores * used / (used + (Math.Max(0, now.Waited - then.Waited) / seconds));
            most = Math.Min(most, Math.Max(left, given));
        }

        return most <= 0 ? 0 : 1 - (used / most / MostBusy);
    }

    /// <summary>What lets frames of one source go, and how many of those that arrived.</summary>
    private static IEnumerable<(string Resource, double Share)> Lost(SourceSnapshot? then, SourceSnapshot now)
    {
        // One that was added meanwhile began at nothing; one of the same id that began anew lost less than before, which is nothing.
        var arrived = Math.Max(1.0, now.Arrived - (then?.Arrived ?? 0));
        foreach (var drops in now.Drops.Where(IsLoss).GroupBy(static drop => drop.Reason == DropReason.Memory ? "memory" : drop.Stage))
        {
            var before = then?.Drops.Where(drop => IsLoss(drop) && (drop.Reason == DropReason.Memory ? "memory" : drop.Stage) == drops.Key).Sum(static drop => drop.Count) ?? 0;
            var count = drops.Sum(static drop => drop.Count) - before;
            if (count > FewLost && count / arrived > MostLost) yield return (drops.Key, count / arrived);
        }
    }

    private static bool IsLoss(DropCount drop) => drop is { IsPlanned: false, Reason: DropReason.Full or DropReason.Memory };
}
