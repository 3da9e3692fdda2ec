namespace Sluice.Abstractions;

/// <summary>
/// Pixels in their native format, counted: every <see cref="Frame"/> that shows them holds one right, and the last right returned
/// gives the memory back.
/// </summary>
/// <remarks>A picture never changes once a frame holds it. A stage that draws makes a picture of its own.</remarks>
public abstract class Picture
{
    private int _rights = 1;

    /// <summary>Columns of the picture as coded, before any rotation.</summary>
    public abstract int Width { get; }

    /// <summary>Rows of the picture as coded, before any rotation.</summary>
    public abstract int Height { get; }

    /// <summary>The sample layout.</summary>
    public abstract PixelFormat Format { get; }

    /// <summary>FFmpeg's name of the pixel format, such as <c>yuv420p</c>; says more than <see cref="Format"/> for rare ones.</summary>
    public abstract string FormatName { get; }

    /// <summary>The sample range.</summary>
    public abstract ColorRange Range { get; }

    /// <summary>The matrix between YUV and RGB.</summary>
    public abstract ColorMatrix Matrix { get; }

    /// <summary>
    /// Where <see cref="Plane"/> has its samples. That is the host for a picture decoded on a GPU too: it is copied, once and counted, for
    /// whoever reads them first.
    /// </summary>
    public virtual MemoryKind Memory => MemoryKind.Host;

    /// <summary>Whether the rotation in the metadata has been applied to the pixels already, so that none is left to do.</summary>
    public virtual bool IsUpright => false;

    /// <summary>How many planes there are.</summary>
    public abstract int PlaneCount { get; }

    /// <summary>Memory held, in bytes, over all planes.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>Rows of a plane from its first byte on; valid while a right is held.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <returns>Row after row, each <see cref="StrideBytes"/> apart.</returns>
    public abstract ReadOnlySpan<byte> Plane(int plane);

    /// <summary>Bytes from one row of a plane to the next; may exceed the row's samples.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    public abstract int StrideBytes(int plane);

    /// <summary>Takes one more right.</summary>
    /// <exception cref="ObjectDisposedException">The last right has been returned already.</exception>
    internal void Retain()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _rights);
            ObjectDisposedException.ThrowIf(seen <= 0, this);
        }
        while (Interlocked.CompareExchange(ref _rights, seen + 1, seen) != seen);
    }

    /// <summary>Returns a right; the last one frees the memory.</summary>
    internal void Release()
    {
        var left = Interlocked.Decrement(ref _rights);
        if (left == 0) Free();
        else ObjectDisposedException.ThrowIf(left < 0, this);
    }

    /// <summary>For a pooled picture that starts a new life with one right.</summary>
    protected void Revive() => Volatile.Write(ref _rights, 1);

    /// <summary>Gives the memory back; called once, when the last right is returned, on any thread.</summary>
    protected abstract void Free();
}
