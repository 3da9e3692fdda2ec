namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>What the sink remembers of one source: which frames it has seen, and the second that is being counted. Guarded by the queue's gate.</summary>
internal sealed class SourceTally
{
    // A frame may come on several links, one of them a stage that holds frames back: five minutes at 25 frames a second.
    private const int Remembered = 8192;
    private readonly long[] _seen = new long[Remembered];

    /// <summary>Frames so far.</summary>
    public long Frames { get; private set; }

    /// <summary>The second that is being counted.</summary>
    public DateTimeOffset Second { get; private set; }

    /// <summary>Frames in it.</summary>
    public long FramesInSecond { get; private set; }

    /// <summary>Objects in them.</summary>
    public long ObjectsInSecond { get; private set; }

    /// <summary>Notes a frame.</summary>
    /// <param name="index">Its index.</param>
    /// <returns>Whether this is the first time it comes.</returns>
    public bool IsFirst(long index)
    {
        ref var slot = ref _seen[index % Remembered];
        // A later frame in the slot means that this one is a latecomer on another link.
        if (slot > index) return false;
        slot = index + 1;
        Frames++;
        return true;
    }

    /// <summary>Whether a time lies outside the second that is being counted.</summary>
    public bool IsOver(DateTimeOffset arrived) => FramesInSecond > 0 && arrived.ToUnixTimeSeconds() != Second.ToUnixTimeSeconds();

    /// <summary>Counts a frame.</summary>
    public void Add(DateTimeOffset arrived, int objects)
    {
        Second = arrived;
        FramesInSecond++;
        ObjectsInSecond += objects;
    }

    /// <summary>The second has been written.</summary>
    public void Reset() => (FramesInSecond, ObjectsInSecond) = (0, 0);
}
