using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process. Chance is drawn anew from the seed for each period, so the number drawn so far says where it stands.</content>
internal sealed partial class Reservoir
{
    private int _periods;

    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Int(size);
        to.Int(_periods);
        to.Long(_seen);
        to.Int(_drawn.Count);
        foreach (var drawn in _drawn) to.Candidate(drawn);
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from)
    {
        var was = from.Int();
        (_periods, _seen) = (from.Int(), from.Long());
        for (var left = from.Count(); left > 0; left--)
            if (from.Candidate() is { } drawn) _drawn.Add(drawn.Hold());
        _random = Chance();
        // As it was drawn: of the frames after those that had a place for sure.
        for (var number = was + 1L; number <= _seen; number++) _random.NextInt64(number);
    }

    private Random Chance() => new(unchecked(seed + (_periods * 7919)));
}
