namespace Sluice.Core.Stages.Keyframes;

/// <summary>The latest keyframes of all sources, to tell later ones from them. For any thread.</summary>
/// <param name="capacity">Most remembered; the oldest goes first.</param>
internal sealed class KeptFrames(int capacity)
{
    // What was archived a day ago says little about what the scene looks like now.
    private const double RememberedSeconds = 86400;

    // Guards the queue; held for a copy of it.
    private readonly Lock _lock = new();
    private readonly Queue<KeptFrame> _frames = [];

    /// <summary>How many are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _frames.Count;
        }
    }

    /// <summary>Remembers one.</summary>
    public void Add(KeptFrame frame)
    {
        lock (_lock)
        {
            _frames.Enqueue(frame);
            if (_frames.Count > capacity) _frames.Dequeue();
        }
    }

    /// <summary>Those of the day before a time.</summary>
    public List<KeptFrame> Before(double at)
    {
        lock (_lock) return [.. _frames.Where(frame => at - frame.At <= RememberedSeconds)];
    }
}
