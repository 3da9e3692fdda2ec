using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Render;

/// <summary>
/// Recycles the memory of pictures that a stage makes: getting megabytes anew for each costs more than drawing on them. Safe from any
/// thread.
/// </summary>
/// <param name="capacity">Most idle frames kept; the one that lay idle the longest goes first.</param>
internal sealed class PicturePool(int capacity = 16) : IAvPictureOwner, IDisposable
{
    // Guards all fields; held for a few comparisons, never while memory is got or freed.
    private readonly Lock _lock = new();
    private readonly List<AvFrame> _idle = [];
    private bool _closed;
    private int _outstanding;

    /// <summary>Frames rented and not returned: 0 when nothing leaks.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>A frame whose pixels are its own and undefined.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="format">A format in host memory.</param>
    public AvFrame Rent(int width, int height, AvPixelFormat format)
    {
        Interlocked.Increment(ref _outstanding);
        if (TakeIdle(width, height, format) is { } idle) return idle;
        var frame = new AvFrame();
        try
        {
            frame.Allocate(width, height, format);
            return frame;
        }
        catch
        {
            Interlocked.Decrement(ref _outstanding);
            frame.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Return(AvFrame frame, long sizeBytes)
    {
        Interlocked.Decrement(ref _outstanding);
        AvFrame? surplus = null;
        lock (_lock)
        {
            if (_closed)
            {
                surplus = frame;
            }
            else
            {
                if (_idle.Count >= capacity)
                {
                    surplus = _idle[0];
                    _idle.RemoveAt(0);
                }

                _idle.Add(frame);
            }
        }

        surplus?.Dispose();
    }

    /// <summary>Frees the idle frames; rented ones are freed when they come back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var frame in _idle) frame.Dispose();
            _idle.Clear();
        }
    }

    private AvFrame? TakeIdle(int width, int height, AvPixelFormat format)
    {
        lock (_lock)
        {
            // From the end: the last one used is the one still in the caches. An encoder may hold on to some.
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                var frame = _idle[i];
                if (frame.Width != width || frame.Height != height || frame.PixelFormat != format.Id || !frame.IsWritable) continue;
                _idle.RemoveAt(i);
                return frame;
            }
        }

        return null;
    }
}
