using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <content>What outlives a process.</content>
internal sealed partial class CountJumpRule
{
    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        to.Double(_usual);
        to.Double(_first);
        to.Double(_last);
    }

    /// <inheritdoc/>
    public void Load(StateReader from) => (_usual, _first, _last) = (from.Double(), from.MaybeDouble(), from.Double());
}
