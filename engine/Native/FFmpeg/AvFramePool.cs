using System.Collections.Concurrent;

namespace Sluice.Native.FFmpeg;

/// <summary>Recycles empty frames, so that decoding allocates none. Safe from any thread.</summary>
/// <param name="capacity">Most empty frames kept; further returned ones are freed.</param>
public sealed class AvFramePool(int capacity = 64) : IDisposable
{
    private readonly ConcurrentQueue<AvFrame> _free = new();
    private volatile bool _closed;
    private int _kept;
    private int _outstanding;

    /// <summary>Frames rented and not returned: 0 when nothing leaks.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>An empty frame; give it back with <see cref="Return"/>.</summary>
    public AvFrame Rent()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var frame = Take() ?? new AvFrame();
        Interlocked.Increment(ref _outstanding);
        return frame;
    }

    /// <summary>Takes a rented frame back and lets go of its pixels. The caller must not touch it any more.</summary>
    public void Return(AvFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        frame.Unref();
        Interlocked.Decrement(ref _outstanding);
        if (!_closed && Interlocked.Increment(ref _kept) <= capacity)
        {
            _free.Enqueue(frame);
            if (_closed) Drain();
            return;
        }

        if (!_closed) Interlocked.Decrement(ref _kept);
        frame.Dispose();
    }

    /// <summary>Frees the empty frames; rented ones may still be returned and are freed then.</summary>
    public void Dispose()
    {
        _closed = true;
        Drain();
    }

    private AvFrame? Take()
    {
        if (!_free.TryDequeue(out var frame)) return null;
        Interlocked.Decrement(ref _kept);
        return frame;
    }

    private void Drain()
    {
        while (Take() is { } frame) frame.Dispose();
    }
}
