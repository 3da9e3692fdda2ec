using System.Buffers;

namespace Sluice.Core.Sinks.ClickHouse.Columns;

/// <summary>Values of one size that may be absent: a byte each that says so, then all values, zero for the absent ones.</summary>
/// <param name="width">Bytes of a value.</param>
internal sealed class NullableColumn(int width) : Column
{
    private readonly PooledWriter _absent = new();
    private readonly PooledWriter _values = new();

    public override void Read(ref ReadOnlySpan<byte> row)
    {
        var isAbsent = row[..1][0];
        _absent.GetSpan(1)[0] = isAbsent;
        _absent.Advance(1);
        row = row[1..];
        var value = _values.GetSpan(width)[..width];
        if (isAbsent != 0)
        {
            value.Clear();
        }
        else
        {
            row[..width].CopyTo(value);
            row = row[width..];
        }

        _values.Advance(width);
    }

    public override void Repeat(int times)
    {
        _absent.RepeatLast(1, times);
        _values.RepeatLast(width, times);
    }

    public override void WriteValues(IBufferWriter<byte> output)
    {
        output.Write(_absent.Written.Span);
        output.Write(_values.Written.Span);
    }

    public override void Clear()
    {
        _absent.Release();
        _values.Release();
    }

    public override void Dispose()
    {
        _absent.Dispose();
        _values.Dispose();
    }
}
