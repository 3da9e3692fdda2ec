using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Keyframes.Triggers;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>Gathers what one source's reports tell. All but <see cref="TellAsync"/> is for the source's thread.</summary>
/// <param name="reporter">The stage's.</param>
/// <param name="selector">The source's.</param>
internal sealed partial class SourceReports(PeriodReporter reporter, SourceSelector selector)
{
    private static readonly SelectionOutcome[] AtTheEnd = [SelectionOutcome.Archived, SelectionOutcome.Discarded, SelectionOutcome.Duplicate];
    private readonly PeriodTally _tally = reporter.NewTally();
    private readonly List<KeyframeChoice> _atOnce = [];
    private readonly Dictionary<TriggerWatch, (long Fired, long Suppressed)> _watches = [];

    // Only of those that choosing decides, one period after the other.
    private readonly Dictionary<SelectionOutcome, long> _told = [];
    private long _merged;
    private long _rejected;
    private long _mergedTold;
    private long _rejectedTold;

    /// <summary>Counts a frame; after a period that it ended was closed.</summary>
    public void Offer(Frame frame)
    {
        _tally.Offer(frame, selector.Luma, selector.LastAt);
        (_merged, _rejected) = (selector.Ledger[SelectionOutcome.Merged], selector.Ledger[SelectionOutcome.RejectedQuality]);
    }

    /// <summary>Counts a frame that was kept at once.</summary>
    public void Keep(KeyframeChoice choice)
    {
        // What it shows is read at the period's end, and nothing else of it: no right is held until then.
        var data = choice.Frame.WithPicture(null);
        data.Dispose();
        _atOnce.Add(choice with { Frame = data });
    }

    /// <summary>What is known of a period at its end, before it is chosen from.</summary>
    public ClosedPeriod Close()
    {
        var triggers = new List<TriggerFigure>();
        foreach (var watch in selector.Watches)
        {
            var (fired, suppressed) = _watches.GetValueOrDefault(watch);
            triggers.Add(new(watch.Name, watch.Fired - fired, watch.Suppressed - suppressed));
            _watches[watch] = (watch.Fired, watch.Suppressed);
        }

        var closed = new ClosedPeriod(_tally.Take(), _merged - _mergedTold, _rejected - _rejectedTold, triggers) { AtOnce = [.. _atOnce] };
        _atOnce.Clear();
        (_mergedTold, _rejectedTold) = (_merged, _rejected);
        return closed;
    }

    /// <summary>Reports on it, once it was chosen from; one period after the other.</summary>
    /// <param name="closed">What was known at its end.</param>
    /// <param name="period">It.</param>
    /// <param name="summary">How well it was covered.</param>
    /// <param name="choices">What was chosen; borrowed.</param>
    /// <param name="stop">Gives up.</param>
    public Task TellAsync(ClosedPeriod closed, Period period, PeriodSummary summary, IReadOnlyList<KeyframeChoice> choices, CancellationToken stop)
    {
        var outcomes = AtTheEnd.ToDictionary(static outcome => outcome, NewsOf);
        outcomes[SelectionOutcome.Merged] = closed.Merged;
        outcomes[SelectionOutcome.RejectedQuality] = closed.Rejected;
        // All others were candidates, and a better one took their place.
        outcomes[SelectionOutcome.Superseded] = Math.Max(0, summary.Offered - outcomes.Values.Sum());
        var reach = Math.Max(1e-9, summary.Reach);
        var figures = new PeriodFigures
        {
            Source = summary.Source,
            From = period.Began,
            To = period.Began.AddSeconds(Math.Max(0, summary.To - summary.From)),
            Offered = summary.Offered,
            Outcomes = outcomes.ToDictionary(static one => Snake.Case(one.Key.ToString()), static one => one.Value, StringComparer.Ordinal),
            Budget = summary.Budget,
            Chosen = summary.Chosen,
            Clusters = summary.Clusters,
            Radius = summary.Radius,
            Rho = summary.MeanSpread / reach,
            Delta = summary.LargestSpread / reach,
            Covered = summary.Covered,
            Reach = summary.Reach,
            Distance = period.Findings.Distance,
            Reach95 = period.Findings.Reach95,
            Duplicates = period.Findings.Duplicates,
            Triggers = closed.Triggers,
        };
        return reporter.TellAsync(_tally, closed.Counted, figures, closed.AtOnce.Concat(choices).Select(static choice => (choice.Frame, choice.Picture, choice.Why)), stop);
    }

    private long NewsOf(SelectionOutcome outcome)
    {
        var count = selector.Ledger[outcome];
        var news = count - _told.GetValueOrDefault(outcome);
        _told[outcome] = count;
        return news;
    }
}
