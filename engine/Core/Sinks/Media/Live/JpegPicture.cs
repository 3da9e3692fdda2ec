using System.Buffers;

namespace Sluice.Core.Sinks.Media.Live;

/// <summary>A JPEG in rented memory that several viewers send at once; the last one gives the memory back.</summary>
internal sealed class JpegPicture
{
    private readonly byte[] _memory;
    private readonly int _length;
    private int _rights = 1;

    /// <summary>Copies a JPEG; the caller has the first right.</summary>
    /// <param name="bytes">All of it.</param>
    public JpegPicture(ReadOnlySpan<byte> bytes)
    {
        _memory = ArrayPool<byte>.Shared.Rent(bytes.Length);
        _length = bytes.Length;
        bytes.CopyTo(_memory);
    }

    /// <summary>The file's bytes; valid while a right is held.</summary>
    public ReadOnlyMemory<byte> Bytes => _memory.AsMemory(0, _length);

    /// <summary>Takes one more right; only who has one may.</summary>
    public void Retain() => Interlocked.Increment(ref _rights);

    /// <summary>Returns a right.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _rights) == 0) ArrayPool<byte>.Shared.Return(_memory);
    }
}
