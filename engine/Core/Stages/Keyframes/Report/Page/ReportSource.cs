using Sluice.Core.Archive.Catalog;

namespace Sluice.Core.Stages.Keyframes.Report.Page;

/// <summary>One source of a page: its reports, and what is still in the archive.</summary>
internal sealed class ReportSource
{
    /// <summary>Gathers a source's.</summary>
    /// <param name="source">Its id.</param>
    /// <param name="reports">Its reports, in order.</param>
    /// <param name="entries">Its keyframes, in order.</param>
    public ReportSource(string source, IReadOnlyList<KeyframeReport> reports, IReadOnlyList<CatalogEntry> entries)
    {
        (Source, Reports, Entries) = (source, reports, entries);
        foreach (var report in reports)
        {
            All.Add(report.All);
            Random.Add(report.Random);
            Archive.Add(report.Archive);
            foreach (var (name, count) in report.Period.Outcomes) Outcomes[name] = Outcomes.GetValueOrDefault(name) + count;
        }

        if (reports.Count == 0) Count(entries);
        Surprising =
        [
            .. reports.SelectMany(static report => report.Surprising).Concat(entries.Where(static entry => entry.Keyframe is { RareCell: not null, Surprise: > 0 })
                    .Select(static entry => new SurprisingCell(entry.Keyframe.RareCell!, entry.Keyframe.Surprise, entry.Keyframe.Key)))
                .OrderByDescending(static cell => cell.Bits).DistinctBy(static cell => cell.Cell).Take(10),
        ];
        Triggers = [.. reports.SelectMany(static report => report.Period.Triggers).GroupBy(static one => one.Name).Select(static group => new TriggerFigure(group.Key, group.Sum(static one => one.Fired), group.Sum(static one => one.Suppressed)))];
        Duplicates = [.. reports.SelectMany(static report => report.Period.Duplicates).GroupBy(static one => (one.Source, one.Of)).Select(static group => new DuplicateFigure(group.Key.Source, group.Key.Of, group.Sum(static one => one.Frames)))];
    }

    public string Source { get; }

    public IReadOnlyList<KeyframeReport> Reports { get; }

    public IReadOnlyList<CatalogEntry> Entries { get; }

    public FrameTally All { get; } = new();

    public FrameTally Random { get; } = new();

    public FrameTally Archive { get; } = new();

    public SortedDictionary<string, long> Outcomes { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<SurprisingCell> Surprising { get; }

    public IReadOnlyList<TriggerFigure> Triggers { get; }

    public IReadOnlyList<DuplicateFigure> Duplicates { get; }

    public long Offered => Reports.Sum(static report => report.Period.Offered);

    public long Budget => Reports.Sum(static report => (long)report.Period.Budget);

    public long Chosen => Reports.Count > 0 ? Reports.Sum(static report => (long)report.Period.Chosen) : Entries.Count;

    public long Evicted => Reports.Sum(static report => report.Evicted);

    public double EvictedLoss => Reports.Sum(static report => report.EvictedLoss);

    public long Repeats => Duplicates.Sum(static one => one.Frames);

    /// <summary>Distance within which 95 % of all frames have a keyframe, as a share of the reach; null where nobody measured.</summary>
    public double? Reach95 => Reports.Any(static report => report.Period.Reach95 != null)
        ? Mean(static period => (period.Reach95 ?? period.Reach) / Math.Max(1e-9, period.Reach))
        : null;

    /// <summary>A figure of choosing, weighed by the frames of each period; null where none was offered.</summary>
    public double? Mean(Func<PeriodFigures, double> figure)
        => Offered > 0 ? Reports.Sum(report => figure(report.Period) * report.Period.Offered) / Offered : null;

    /// <summary>Different frames that the kept ones amount to, all periods together.</summary>
    public double Vendi => Reports.Sum(static report => report.Vendi);

    // Without reports only what is in the archive can be told.
    private void Count(IReadOnlyList<CatalogEntry> entries)
    {
        foreach (var entry in entries)
        {
            Add(Archive, entry);
            if (entry.Keyframe.IsRandom) Add(Random, entry);
        }
    }

    private static void Add(FrameTally tally, CatalogEntry entry)
    {
        var known = entry.Keyframe;
        tally.Frames++;
        tally.Hour[known.CapturedAt.UtcDateTime.Hour]++;
        tally.Luma[Math.Clamp((int)((known.Luma ?? (known.Thumbnail.Length > 0 ? known.Thumbnail.Average(static cell => (double)cell) : 128)) / 16), 0, 15)]++;
        tally.Count[Math.Min(known.Boxes.Length, tally.Count.Length - 1)]++;
        foreach (var box in known.Boxes) tally.Add(box.Label, box.Score, box.Box.Area / Math.Max(1, (double)known.Width * known.Height));
    }
}
