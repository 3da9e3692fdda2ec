using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process.</content>
internal partial struct TokenBucket
{
    /// <summary>Writes it.</summary>
    public readonly void Save(StateWriter to)
    {
        to.Double(_spent);
        to.Double(_last);
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from) => (_spent, _last) = (from.Double(), from.MaybeDouble());
}
