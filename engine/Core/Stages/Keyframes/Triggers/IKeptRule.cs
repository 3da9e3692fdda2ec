using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>A rule that has a memory, which outlives a process.</summary>
internal interface IKeptRule
{
    /// <summary>Writes it.</summary>
    void Save(StateWriter to);

    /// <summary>Reads it, into a new rule.</summary>
    void Load(StateReader from);
}
