namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>As what one track was seen: a model changes its mind from frame to frame.</summary>
internal sealed class ClassVotes
{
    private const int Most = 4;
    private readonly (int Class, float Votes)[] _classes = new (int, float)[Most];
    private int _count;

    /// <summary>Whether it has not been seen yet.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Makes it as new.</summary>
    public void Clear() => _count = 0;

    /// <summary>Notes as what it was seen, and how sure that is.</summary>
    /// <returns>As what it was seen most.</returns>
    public int Add(int seen, float score)
    {
        var place = 0;
        while (place < _count && _classes[place].Class != seen) place++;

        // Of more classes than it can note the last gives way.
        if (place == Most) _classes[--place] = (seen, 0);
        else if (place == _count) _classes[_count++] = (seen, 0);
        _classes[place].Votes += score;
        var best = 0;
        for (var i = 1; i < _count; i++)
            if (_classes[i].Votes > _classes[best].Votes) best = i;
        return _classes[best].Class;
    }
}
