using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <content>What outlives a process.</content>
internal sealed partial class ErrorsRule
{
    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        to.Many<int>(_counts);
        to.Long(_bucket);
        to.Int(_total);
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        from.Fill<int>(_counts);
        (_bucket, _total) = (from.Long(), from.Int());
    }
}
