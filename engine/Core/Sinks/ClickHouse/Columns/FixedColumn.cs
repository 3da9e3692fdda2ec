using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Sluice.Core.Sinks.ClickHouse.Columns;

/// <summary>Values of one size, the same in both formats.</summary>
/// <param name="width">Bytes of a value.</param>
internal sealed class FixedColumn(int width) : Column
{
    private readonly PooledWriter _values = new();

    /// <summary>Bytes of a type's values; null where they differ, or for a type that is not known here.</summary>
    public static int? WidthOf(string type)
    {
        const string Letters = "FixedString(";
        if (type.StartsWith(Letters, StringComparison.Ordinal)) return int.Parse(type.AsSpan(Letters.Length, type.Length - Letters.Length - 1), CultureInfo.InvariantCulture);
        if (type.StartsWith("DateTime64(", StringComparison.Ordinal)) return 8;
        if (type.StartsWith("DateTime(", StringComparison.Ordinal)) return 4;
        return type switch
        {
            "Bool" or "UInt8" or "Int8" => 1,
            "UInt16" or "Int16" => 2,
            "UInt32" or "Int32" or "Float32" or "DateTime" => 4,
            "UInt64" or "Int64" or "Float64" => 8,
            "UUID" => 16,
            _ => null,
        };
    }

    public override void Read(ref ReadOnlySpan<byte> row)
    {
        var value = _values.GetSpan(width);
        if (width == 4) BinaryPrimitives.WriteInt32LittleEndian(value, BinaryPrimitives.ReadInt32LittleEndian(row));
        else if (width == 8) BinaryPrimitives.WriteInt64LittleEndian(value, BinaryPrimitives.ReadInt64LittleEndian(row));
        else row[..width].CopyTo(value);
        _values.Advance(width);
        row = row[width..];
    }

    /// <summary>Reads values that follow each other.</summary>
    public void ReadMany(ref ReadOnlySpan<byte> row, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * width, row.Length);
        var bytes = count * width;
        row[..bytes].CopyTo(_values.GetSpan(bytes));
        _values.Advance(bytes);
        row = row[bytes..];
    }

    public override void Repeat(int times) => _values.RepeatLast(width, times);

    public override void WriteValues(IBufferWriter<byte> output) => output.Write(_values.Written.Span);

    public override void Clear() => _values.Release();

    public override void Dispose() => _values.Dispose();
}
