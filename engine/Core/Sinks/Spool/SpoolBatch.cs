using System.Buffers;

namespace Sluice.Core.Sinks.Spool;

/// <summary>
/// Entries on their way into a spool, appended together by one write. Begin an entry with its header, write its payload as into any buffer,
/// end it. Memory is rented and reused; not thread-safe.
/// </summary>
internal sealed class SpoolBatch : IBufferWriter<byte>, IDisposable
{
    private byte[] _memory = [];
    private int _length;
    private int _start = -1;
    private int _header;

    /// <summary>Whole entries.</summary>
    public int Count { get; private set; }

    /// <summary>Items of the whole entries.</summary>
    public long Items { get; private set; }

    /// <summary>Bytes of the whole entries.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes written, those of the entry that was begun included.</summary>
    public int Position => _length;

    /// <summary>Begins an entry, in place of one that was never ended.</summary>
    /// <param name="header">At most 64 KiB - 1.</param>
    public void Begin(ReadOnlySpan<byte> header)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(header.Length, ushort.MaxValue);
        (_start, _length, _header) = (Length, Length, header.Length);
        GetSpan(EntryFormat.HeadBytes + header.Length)[..(EntryFormat.HeadBytes + header.Length)].Clear();
        header.CopyTo(_memory.AsSpan(Length + EntryFormat.HeadBytes));
        _length += EntryFormat.HeadBytes + header.Length;
    }

    /// <summary>Ends the entry that was begun.</summary>
    /// <param name="items">How many rows or messages it counts for.</param>
    /// <exception cref="ArgumentException">The entry is larger than a spool takes.</exception>
    public void End(int items)
    {
        if (_start < 0) throw new InvalidOperationException("No entry was begun.");
        var entry = _memory.AsSpan(_start, _length - _start);
        if (entry.Length > EntryFormat.MostBytes) throw new ArgumentException($"An entry of {entry.Length} bytes is more than the {EntryFormat.MostBytes} a spool takes.");
        EntryFormat.WriteHead(entry, _header, items);
        (Length, _start) = (_length, -1);
        Count++;
        Items += items;
    }

    /// <summary>Adds a whole entry.</summary>
    public void Add(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, int items = 1)
    {
        Begin(header);
        this.Write(payload);
        End(items);
    }

    /// <summary>Writes once more what was written before.</summary>
    /// <param name="at">Where it begins; a <see cref="Position"/>.</param>
    /// <param name="bytes">How much.</param>
    public void Repeat(int at, int bytes)
    {
        Reserve(bytes);
        _memory.AsSpan(at, bytes).CopyTo(_memory.AsSpan(_length));
        _length += bytes;
    }

    /// <summary>Forgets all entries, and keeps the memory.</summary>
    public void Clear() => (_length, Length, _start, Count, Items) = (0, 0, -1, 0, 0);

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _memory.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _memory.AsSpan(_length);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        var memory = Interlocked.Exchange(ref _memory, []);
        if (memory.Length > 0) ArrayPool<byte>.Shared.Return(memory);
        Clear();
    }

    /// <summary>Gives the entries their places, the first one this, and their checksums.</summary>
    internal ReadOnlySpan<byte> Stamp(long first, long microseconds)
    {
        var rest = _memory.AsSpan(0, Length);
        while (!rest.IsEmpty)
        {
            var entry = rest[..EntryFormat.LengthOf(rest)];
            EntryFormat.Stamp(entry, first++, microseconds);
            rest = rest[entry.Length..];
        }

        return _memory.AsSpan(0, Length);
    }

    private void Reserve(int size)
    {
        var needed = _length + Math.Max(1, size);
        if (needed <= _memory.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(4096, _memory.Length * 2)));
        _memory.AsSpan(0, _length).CopyTo(larger);
        if (_memory.Length > 0) ArrayPool<byte>.Shared.Return(_memory);
        _memory = larger;
    }
}
