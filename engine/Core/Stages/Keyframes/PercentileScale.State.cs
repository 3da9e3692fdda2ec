using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process: exactly as it is, so that the same numbers give the same answers.</content>
internal sealed partial class PercentileScale
{
    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Many<double>(_counts);
        to.Double(_total);
        to.Double(_unit);
        to.Double(_last);
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from)
    {
        from.Fill<double>(_counts);
        (_total, _unit, _last) = (from.Double(), from.Double(), from.MaybeDouble());
    }
}
