using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <content>What outlives a process.</content>
internal sealed partial class PeriodTally
{
    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Double(_pixels);
        _all.Save(to);
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from)
    {
        _pixels = from.Double();
        _all.Load(from);
    }
}
