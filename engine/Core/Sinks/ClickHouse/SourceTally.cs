namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>What the sink remembers of one source: which frames and events it has seen, and how many objects came since they were last
/// written down. The first two are used by the source's calls, which never overlap.</summary>
internal sealed class SourceTally
{
    private readonly SeenFrames _seen = new();
    private long _objects;
    private long _newFrames;

    /// <summary>Which events of it were stored.</summary>
    public SeenEvents Events { get; } = new();

    /// <summary>Frames so far.</summary>
    public long Frames { get; private set; }

    /// <summary>Notes a frame.</summary>
    /// <param name="index">Its index.</param>
    /// <returns>Whether this is the first time it comes.</returns>
    public bool IsFirst(long index)
    {
        if (!_seen.IsFirst(index)) return false;
        Frames++;
        return true;
    }

    /// <summary>Counts a frame that was accepted.</summary>
    public void Add(int objects)
    {
        Interlocked.Add(ref _objects, objects);
        Interlocked.Increment(ref _newFrames);
    }

    /// <summary>Frames and objects that are not written down.</summary>
    public (long Frames, long Objects) Pending => (Interlocked.Read(ref _newFrames), Interlocked.Read(ref _objects));

    /// <summary>So many were written down.</summary>
    public void Take((long Frames, long Objects) written)
    {
        Interlocked.Add(ref _newFrames, -written.Frames);
        Interlocked.Add(ref _objects, -written.Objects);
    }
}
