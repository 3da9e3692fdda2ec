using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process: how much of each period's budget was given away.</content>
internal sealed partial class SharedBudget
{
    // By number of the period, as the process before left it.
    private readonly Dictionary<long, int> _left = [];

    /// <summary>Writes it, before what was granted is kept.</summary>
    public void Save(KeyframeStates states)
    {
        var writer = new StateWriter();
        lock (_lock)
        {
            writer.Int(_pots.Count);
            foreach (var (period, pot) in _pots)
            {
                writer.Long(period);
                writer.Int(pot.Left);
            }

            // Under the lock, so that the later word is the last.
            states.TryWrite(states.BudgetPath, writer);
        }
    }

    /// <summary>Reads it, before the first is asked for.</summary>
    public void Load(KeyframeStates states)
    {
        if (states.TryRead(states.BudgetPath) is not { } file) return;
        var from = new StateReader(file.Body);
        lock (_lock)
            for (var left = from.Count(); left > 0; left--) _left[from.Long()] = Math.Clamp(from.Int(), 0, _budget.Rate.Count);
    }
}
