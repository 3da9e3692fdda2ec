namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>What the sink remembers of one source: which frames it has seen, and the second that is being counted. Guarded by the queue's gate.</summary>
internal sealed class SourceTally
{
    private readonly SeenFrames _seen = new();

    /// <summary>Which events of it were stored.</summary>
    public SeenEvents Events { get; } = new();

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
        if (!_seen.IsFirst(index)) return false;
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
