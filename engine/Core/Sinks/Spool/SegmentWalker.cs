using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Core.Sinks.Spool;

/// <summary>Goes from entry to entry through a segment's file. An entry that is damaged is passed over by looking for the next sound one.</summary>
internal sealed class SegmentWalker : IDisposable
{
    // Damage cannot make more sequences disappear than the largest segment has room for.
    private const long MostMissing = EntryFormat.MostBytes / EntryFormat.HeadBytes;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 << 10);
    private SafeFileHandle? _file;
    private long _bufferAt;
    private int _buffered;

    /// <summary>Where the next entry begins.</summary>
    public long Offset { get; private set; }

    /// <summary>The sequence it should have.</summary>
    public long Expected { get; private set; }

    /// <summary>Goes to the first entry of a file.</summary>
    /// <param name="file">Borrowed.</param>
    /// <param name="first">Sequence of its first entry.</param>
    public void Start(SafeFileHandle file, long first)
    {
        (_file, Offset, Expected) = (file, SegmentFormat.HeadBytes, first);
        (_bufferAt, _buffered) = (Offset, 0);
    }

    /// <summary>Reads the next entry.</summary>
    /// <param name="limit">Where the file's entries end, as far as anybody knows.</param>
    /// <param name="entry">The entry, valid until the next call.</param>
    /// <param name="skipped">Damaged bytes in front of it.</param>
    /// <returns>False at the limit, or where nothing sound lies before it; <see cref="Offset"/> then stays.</returns>
    public bool TryRead(long limit, out ReadOnlyMemory<byte> entry, out long skipped)
    {
        skipped = 0;
        if (TryReadAt(Offset, limit, Expected, Expected, out entry))
        {
            Pass(entry.Span);
            return true;
        }

        if (limit - Offset < EntryFormat.HeadBytes || !TryFind(limit, out var at)) return false;
        skipped = at - Offset;
        Offset = at;
        if (!TryReadAt(at, limit, Expected, Expected + MostMissing, out entry)) return false;
        Pass(entry.Span);
        return true;
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Pass(ReadOnlySpan<byte> entry)
    {
        Offset += entry.Length;
        Expected = EntryFormat.SequenceOf(entry) + 1;
    }

    private bool TryReadAt(long at, long limit, long least, long most, out ReadOnlyMemory<byte> entry)
    {
        entry = default;
        if (!Load(at, EntryFormat.HeadBytes, limit)) return false;
        var length = EntryFormat.LengthOf(_buffer.AsSpan((int)(at - _bufferAt)));
        if (length == 0 || !Load(at, length, limit)) return false;
        var found = _buffer.AsMemory((int)(at - _bufferAt), length);
        var sequence = EntryFormat.SequenceOf(found.Span);
        if (sequence < least || sequence > most || !EntryFormat.IsSound(found.Span)) return false;
        entry = found;
        return true;
    }

    /// <summary>Finds the next place where a sound entry begins. Rare, so it may be slow.</summary>
    private bool TryFind(long limit, out long at)
    {
        for (at = Offset + 1; at <= limit - EntryFormat.HeadBytes; at++)
        {
            if (!Load(at, EntryFormat.HeadBytes, limit)) return false;
            var head = _buffer.AsSpan((int)(at - _bufferAt), EntryFormat.HeadBytes);
            var sequence = EntryFormat.SequenceOf(head);
            if (sequence < Expected || sequence > Expected + MostMissing) continue;
            if (TryReadAt(at, limit, Expected, Expected + MostMissing, out _)) return true;
        }

        return false;
    }

    /// <summary>Has a stretch of the file in the buffer.</summary>
    private bool Load(long at, int length, long limit)
    {
        if (at + length > limit) return false;
        if (at >= _bufferAt && at + length <= _bufferAt + _buffered) return true;
        if (length > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(length);
        }

        (_bufferAt, _buffered) = (at, 0);
        var wanted = (int)Math.Min(_buffer.Length, limit - at);
        while (_buffered < wanted)
        {
            var read = RandomAccess.Read(_file!, _buffer.AsSpan(_buffered, wanted - _buffered), at + _buffered);
            if (read == 0) break;
            _buffered += read;
        }

        return _buffered >= length;
    }
}
