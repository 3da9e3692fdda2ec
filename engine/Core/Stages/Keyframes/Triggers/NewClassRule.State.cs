using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <content>What outlives a process.</content>
internal sealed partial class NewClassRule
{
    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        to.Double(_first);
        to.Int(_known.Count);
        foreach (var label in _known) to.Text(label);
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        _first = from.MaybeDouble();
        for (var left = from.Count(); left > 0; left--) _known.Add(from.Word());
    }
}
