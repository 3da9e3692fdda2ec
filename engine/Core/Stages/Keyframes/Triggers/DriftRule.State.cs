using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <content>What outlives a process.</content>
internal sealed partial class DriftRule
{
    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        to.Many<double>(_short);
        to.Many<double>(_long);
        _scale.Save(to);
        to.Double(_first);
        to.Double(_last);
        to.Float(_severity);
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        from.Fill<double>(_short);
        from.Fill<double>(_long);
        _scale.Load(from);
        (_first, _last, _severity) = (from.MaybeDouble(), from.Double(), from.Float());
    }
}
