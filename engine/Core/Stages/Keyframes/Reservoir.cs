using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>A few frames of a stream of unknown length, each with the same chance: what is kept of them tells what there was, unbiased.</summary>
/// <param name="size">How many.</param>
/// <param name="seed">The same seed draws the same.</param>
internal sealed partial class Reservoir(int size, int seed)
{
    private Random _random = new(seed);
    private readonly List<Candidate> _drawn = new(size);
    private long _seen;

    /// <summary>What is drawn so far; another may take its place yet.</summary>
    public IReadOnlyList<Candidate> Held => _drawn;

    /// <summary>Looks whether the next frame is drawn.</summary>
    /// <param name="slot">Where it goes, for <see cref="Put"/>.</param>
    public bool Wants(out int slot)
    {
        slot = _drawn.Count;
        if (size == 0) return false;
        _seen++;
        if (slot < size) return true;
        var drawn = _random.NextInt64(_seen);
        slot = (int)Math.Min(drawn, size);
        return slot < size;
    }

    /// <summary>Puts it there.</summary>
    public void Put(int slot, Candidate candidate)
    {
        candidate.Hold();
        if (slot == _drawn.Count)
        {
            _drawn.Add(candidate);
            return;
        }

        var before = _drawn[slot];
        _drawn[slot] = candidate;
        before.LetGo(superseded: true);
    }

    /// <summary>A number from 0 to 1, by chance.</summary>
    public double Luck() => _random.NextDouble();

    /// <summary>What was drawn, fewer where fewer may be chosen, in an order by chance; the caller's. The next period begins.</summary>
    public List<Candidate> Take(int most)
    {
        // Any of them is as random as any other, but where they are in the list depends on when they came: draw those that go.
        while (_drawn.Count > most)
        {
            var gone = _random.Next(_drawn.Count);
            _drawn[gone].LetGo(superseded: true);
            _drawn.RemoveAt(gone);
        }

        var taken = new List<Candidate>(_drawn);
        _random.Shuffle(CollectionsMarshal.AsSpan(taken));
        _drawn.Clear();
        _seen = 0;
        _periods++;
        _random = Chance();
        return taken;
    }
}
