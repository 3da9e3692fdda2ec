using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <content>What outlives a process.</content>
internal sealed partial class FlowMap
{
    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Int(_total);
        to.Many<ushort>(_tracks);
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from)
    {
        _total = from.Int();
        from.Fill<ushort>(_tracks);
    }
}
