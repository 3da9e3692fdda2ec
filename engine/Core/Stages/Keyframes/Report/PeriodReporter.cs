using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>Reports of a stage: into its archive, and to the sinks. For all its sources; thread-safe.</summary>
/// <param name="context">The stage's place in the graph.</param>
/// <param name="archive">Its archive; null for none.</param>
internal sealed class PeriodReporter(StageContext context, IKeyframeArchive? archive)
{
    private readonly KeyframeReports? _reports = (KeyframeReports?)context.Services.GetService(typeof(KeyframeReports));
    private readonly Lock _lock = new(); // guards what was told of evictions
    private long _evicted;
    private double _evictedLoss;

    /// <summary>Counts for one source.</summary>
    public PeriodTally NewTally() => new(context.Engine, context.Id);

    /// <summary>Reports on a period that is over.</summary>
    /// <param name="tally">The source's.</param>
    /// <param name="counted">What it counted, taken when the period ended.</param>
    /// <param name="figures">What choosing knows.</param>
    /// <param name="chosen">What was chosen, with the pictures' names; frames are borrowed.</param>
    /// <param name="stop">Gives up.</param>
    public async Task TellAsync(
        PeriodTally tally, (FrameTally All, double Pixels) counted, PeriodFigures figures, IEnumerable<(Frame Frame, CandidatePicture Picture, KeyframeRecord Why)> chosen, CancellationToken stop)
    {
        var kept = chosen.Select(one => new KeptFrameFigure(one.Frame, one.Why, archive?.KeyOf(one.Picture, figures.Source, one.Why.Period) ?? "")).ToList();
        var (evicted, loss) = TakeEvictions();
        var report = tally.Report(counted, figures, kept, evicted, loss) with { Archived = archive?.Counts.Keyframes ?? 0, ArchivedBytes = archive?.Counts.Bytes ?? 0 };
        if (archive != null) await archive.ReportAsync(report, stop);
        _reports?.Tell(report);
    }

    private (long Evicted, double Loss) TakeEvictions()
    {
        if (archive == null) return (0, 0);
        lock (_lock)
        {
            var counts = archive.Counts;
            var news = (counts.Evicted - _evicted, counts.EvictedLoss - _evictedLoss);
            (_evicted, _evictedLoss) = (counts.Evicted, counts.EvictedLoss);
            return news;
        }
    }
}
