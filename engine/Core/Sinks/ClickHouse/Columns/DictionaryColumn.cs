using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sluice.Core.Sinks.ClickHouse.Columns;

/// <summary>LowCardinality(String): each different text once, and for every row which it is.</summary>
internal sealed class DictionaryColumn : Column
{
    // Of the format: keys that come along, and nothing that is kept from an earlier block.
    private const long Version = 1;
    private const long KeysComeAlong = 0x600;
    private readonly PooledWriter _keys = new();
    private readonly List<(int Start, int Length)> _places = [];
    private readonly List<int> _rows = [];
    private int[] _slots = new int[64]; // one more than the key's number; 0 is free
    private int _last = -1;

    public override void Read(ref ReadOnlySpan<byte> row)
    {
        var length = ReadLength(ref row);
        var text = row[..length];
        row = row[length..];
        // Rows of a frame follow each other, so most are as the one before.
        if (_last < 0 || !Key(_last).SequenceEqual(text)) _last = Find(text);
        _rows.Add(_last);
    }

    public override void Repeat(int times)
    {
        var rows = _rows.Count;
        CollectionsMarshal.SetCount(_rows, rows + times);
        CollectionsMarshal.AsSpan(_rows)[rows..].Fill(_last);
    }

    public override void WritePrefix(IBufferWriter<byte> output) => new RowBinaryWriter(output).Write(Version);

    public override void WriteValues(IBufferWriter<byte> output)
    {
        // Of no rows, as in maps that are all empty, nothing at all is written.
        if (_rows.Count == 0) return;
        var writer = new RowBinaryWriter(output);
        var (kind, width) = _places.Count switch { <= byte.MaxValue + 1 => (0L, 1), <= ushort.MaxValue + 1 => (1L, 2), _ => (2L, 4) };
        writer.Write(KeysComeAlong | kind);
        writer.Write((long)_places.Count);
        output.Write(_keys.Written.Span);
        writer.Write((long)_rows.Count);
        var rows = CollectionsMarshal.AsSpan(_rows);
        var span = output.GetSpan(rows.Length * width);
        for (var i = 0; i < rows.Length; i++)
        {
            if (width == 1) span[i] = (byte)rows[i];
            else if (width == 2) BinaryPrimitives.WriteUInt16LittleEndian(span[(2 * i)..], (ushort)rows[i]);
            else BinaryPrimitives.WriteInt32LittleEndian(span[(4 * i)..], rows[i]);
        }

        output.Advance(rows.Length * width);
    }

    public override void Clear()
    {
        _keys.Release();
        _places.Clear();
        _rows.Clear();
        Array.Clear(_slots);
        _last = -1;
    }

    public override void Dispose() => _keys.Dispose();

    private ReadOnlySpan<byte> Key(int number) => _keys.Written.Span.Slice(_places[number].Start, _places[number].Length);

    private int Find(ReadOnlySpan<byte> text)
    {
        ref var slot = ref SlotOf(text);
        if (slot != 0) return slot - 1;
        new RowBinaryWriter(_keys).WriteLength(text.Length);
        _places.Add((_keys.Length, text.Length));
        _keys.Write(text);
        slot = _places.Count;
        if (_places.Count * 2 > _slots.Length) Grow();
        return _places.Count - 1;
    }

    private ref int SlotOf(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        for (var at = hash.ToHashCode(); ; at++)
        {
            ref var slot = ref _slots[at & (_slots.Length - 1)];
            if (slot == 0 || Key(slot - 1).SequenceEqual(text)) return ref slot;
        }
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var i = 0; i < _places.Count; i++) SlotOf(Key(i)) = i + 1;
    }
}
