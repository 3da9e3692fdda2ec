using System.Buffers;

namespace Sluice.Core.Sinks.ClickHouse.Columns;

/// <summary>
/// One column of a block: values are read off RowBinary rows one by one, and written all together as the Native format has them. Reused;
/// not thread-safe. https://clickhouse.com/docs/interfaces/formats/Native
/// </summary>
internal abstract class Column : IDisposable
{
    /// <summary>Reads the next value off the front of a row and moves behind it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row ends too early.</exception>
    public abstract void Read(ref ReadOnlySpan<byte> row);

    /// <summary>Adds the last value so many times more; of the columns of a frame only, see <see cref="Table.OfFrame"/>.</summary>
    public virtual void Repeat(int times) => throw new NotSupportedException();

    /// <summary>Writes what stands once before the values, also of a column without any.</summary>
    public virtual void WritePrefix(IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes the values.</summary>
    public abstract void WriteValues(IBufferWriter<byte> output);

    /// <summary>Forgets the values and gives their memory back: of many blocks only those on their way need it.</summary>
    public abstract void Clear();

    public abstract void Dispose();

    /// <summary>An empty column.</summary>
    /// <param name="type">ClickHouse's name of the type, such as <c>Array(Float32)</c>.</param>
    /// <returns>Null for a type that is not known here.</returns>
    public static Column? Of(string type)
    {
        if (Inside(type, "LowCardinality") is { } letters) return letters == "String" ? new DictionaryColumn() : null;
        if (Inside(type, "Nullable") is { } there) return FixedColumn.WidthOf(there) is { } width ? new NullableColumn(width) : null;
        if (Inside(type, "Array") is { } item) return Of(item) is { } items ? new ArrayColumn(items) : null;
        if (Inside(type, "Map")?.Split(", ") is [var key, var value]) return Of(key) is { } keys && Of(value) is { } values ? new ArrayColumn(keys, values) : null;
        return type == "String" ? new TextColumn() : FixedColumn.WidthOf(type) is { } bytes ? new FixedColumn(bytes) : null;
    }

    /// <summary>Reads a length: LEB128.</summary>
    protected static int ReadLength(ref ReadOnlySpan<byte> row)
    {
        var length = 0;
        for (var (at, shift) = (0, 0); ; at++, shift += 7)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(at, Math.Min(5, row.Length));
            length |= (row[at] & 0x7F) << shift;
            if (row[at] >= 0x80) continue;
            row = row[(at + 1)..];
            return length;
        }
    }

    private static string? Inside(string type, string outer)
        => type.StartsWith(outer + "(", StringComparison.Ordinal) ? type[(outer.Length + 1)..^1] : null;
}
