using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <content>What outlives a process.</content>
internal sealed partial class SourceReports
{
    /// <summary>Writes it; for the source's thread.</summary>
    public void Save(StateWriter to)
    {
        _tally.Save(to);
        to.Long(_mergedTold);
        to.Long(_rejectedTold);
        foreach (var watch in selector.Watches)
        {
            var (fired, suppressed) = _watches.GetValueOrDefault(watch);
            to.Long(fired);
            to.Long(suppressed);
        }
    }

    /// <summary>Reads it, after the selector.</summary>
    public void Load(StateReader from)
    {
        _tally.Load(from);
        (_mergedTold, _rejectedTold) = (from.Long(), from.Long());
        foreach (var watch in selector.Watches) _watches[watch] = (from.Long(), from.Long());
        (_merged, _rejected) = (selector.Ledger[SelectionOutcome.Merged], selector.Ledger[SelectionOutcome.RejectedQuality]);
    }

    /// <summary>What was told of candidates' ends counts from here: the process before told the rest.</summary>
    public void Settle()
    {
        foreach (var outcome in AtTheEnd) _told[outcome] = selector.Ledger[outcome];
    }

    /// <summary>Writes what was known of a period at its end.</summary>
    public static void Save(StateWriter to, ClosedPeriod closed)
    {
        to.Double(closed.Counted.Pixels);
        closed.Counted.All.Save(to);
        to.Long(closed.Merged);
        to.Long(closed.Rejected);
        to.Int(closed.Triggers.Count);
        foreach (var trigger in closed.Triggers)
        {
            to.Text(trigger.Name);
            to.Long(trigger.Fired);
            to.Long(trigger.Suppressed);
        }
    }

    /// <summary>Reads it.</summary>
    public static ClosedPeriod LoadClosed(StateReader from)
    {
        var (pixels, all) = (from.Double(), new FrameTally());
        all.Load(from);
        var (merged, rejected) = (from.Long(), from.Long());
        var triggers = new List<TriggerFigure>();
        for (var left = from.Count(); left > 0; left--) triggers.Add(new(from.Word(), from.Long(), from.Long()));
        return new((all, pixels), merged, rejected, triggers);
    }
}
