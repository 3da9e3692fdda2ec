using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <content>What outlives a process.</content>
internal sealed partial class FlickerRule
{
    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        to.Int(_classes.Count);
        foreach (var (id, known) in _classes)
        {
            to.Long(id);
            to.Int(known);
        }
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        for (var left = from.Count(); left > 0; left--) _classes[from.Long()] = from.Int();
    }
}
