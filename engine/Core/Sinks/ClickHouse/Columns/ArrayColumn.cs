using System.Buffers;
using System.Buffers.Binary;

namespace Sluice.Core.Sinks.ClickHouse.Columns;

/// <summary>Arrays, and maps, which are arrays of pairs: where each one ends, then all items behind each other, of a map all keys and then all values.</summary>
/// <param name="parts">The columns of the items; disposed with this.</param>
internal sealed class ArrayColumn(params Column[] parts) : Column
{
    private readonly PooledWriter _ends = new();
    private long _end;

    public override void Read(ref ReadOnlySpan<byte> row)
    {
        var count = ReadLength(ref row);
        _end += count;
        BinaryPrimitives.WriteInt64LittleEndian(_ends.GetSpan(sizeof(long)), _end);
        _ends.Advance(sizeof(long));
        if (parts is [FixedColumn bare])
        {
            bare.ReadMany(ref row, count);
            return;
        }

        for (var i = 0; i < count; i++)
            foreach (var part in parts) part.Read(ref row);
    }

    public override void WritePrefix(IBufferWriter<byte> output)
    {
        foreach (var part in parts) part.WritePrefix(output);
    }

    public override void WriteValues(IBufferWriter<byte> output)
    {
        output.Write(_ends.Written.Span);
        foreach (var part in parts) part.WriteValues(output);
    }

    public override void Clear()
    {
        _ends.Release();
        _end = 0;
        foreach (var part in parts) part.Clear();
    }

    public override void Dispose()
    {
        _ends.Dispose();
        foreach (var part in parts) part.Dispose();
    }
}
