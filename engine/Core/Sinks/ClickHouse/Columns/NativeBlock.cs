using System.Buffers;

namespace Sluice.Core.Sinks.ClickHouse.Columns;

/// <summary>
/// A block in the Native format, made of RowBinary rows: the server takes columns nearly as they are, where it has to look at every value of
/// a row (0.2 us a row in place of 3.2: docs/clickhouse.md). Reused; not thread-safe. https://clickhouse.com/docs/interfaces/formats/Native
/// </summary>
internal sealed class NativeBlock : IDisposable
{
    private readonly (byte[] Head, Column Values)[] _columns;

    private readonly int _ofFrame; // the first columns, which are those of a frame

    private NativeBlock((byte[] Head, Column Values)[] columns, int ofFrame) => (_columns, _ofFrame) = (columns, ofFrame);

    /// <summary>An empty block.</summary>
    /// <param name="layout">The columns of its rows.</param>
    /// <returns>Null where the schema does not tell the type of each column: a newer or older program's.</returns>
    public static NativeBlock? For(RowLayout layout)
    {
        var names = layout.Columns.Split(", ");
        var columns = new (byte[] Head, Column Values)[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (ColumnTypes.Find(layout.Table, names[i]) is not { } type || Column.Of(type) is not { } values) return null;
            columns[i] = (HeadOf(names[i], type), values);
        }

        return new(columns, layout.Columns.StartsWith(Table.OfFrame + ", ", StringComparison.Ordinal) ? Table.OfFrame.Split(", ").Length : 0);
    }

    /// <summary>Turns rows into a block.</summary>
    /// <param name="rows">RowBinary, in the layout's order.</param>
    /// <param name="count">How many.</param>
    /// <param name="output">Where the block goes; left as it was on failure.</param>
    /// <returns>False where the rows are not so many of these columns.</returns>
    public bool TryWrite(ReadOnlySpan<byte> rows, int count, PooledWriter output)
    {
        try
        {
            Read(ref rows, count);
            if (!rows.IsEmpty) return false;
            var head = new RowBinaryWriter(output);
            head.WriteLength(_columns.Length);
            head.WriteLength(count);
            foreach (var (name, values) in _columns)
            {
                output.Write<byte>(name);
                values.WritePrefix(output);
                values.WriteValues(output);
            }

            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
        finally
        {
            foreach (var (_, values) in _columns) values.Clear();
        }
    }

    public void Dispose()
    {
        foreach (var (_, values) in _columns) values.Dispose();
    }

    private void Read(ref ReadOnlySpan<byte> rows, int count)
    {
        // The objects of a frame follow each other: what they say of the frame is looked at once.
        ReadOnlySpan<byte> frame = [];
        var repeats = 0;
        for (var i = 0; i < count; i++)
        {
            if (!frame.IsEmpty && rows.StartsWith(frame))
            {
                repeats++;
                rows = rows[frame.Length..];
            }
            else
            {
                Repeat(ref repeats);
                var before = rows;
                foreach (var (_, values) in _columns.AsSpan(0, _ofFrame)) values.Read(ref rows);
                frame = before[..^rows.Length];
            }

            foreach (var (_, values) in _columns.AsSpan(_ofFrame)) values.Read(ref rows);
        }

        Repeat(ref repeats);
    }

    private void Repeat(ref int times)
    {
        if (times > 0)
            foreach (var (_, values) in _columns.AsSpan(0, _ofFrame)) values.Repeat(times);
        times = 0;
    }

    /// <summary>Name and type, each behind its length.</summary>
    private static byte[] HeadOf(string name, string type)
    {
        using var head = new PooledWriter();
        var writer = new RowBinaryWriter(head);
        writer.Write(name);
        writer.Write(type);
        return head.Written.ToArray();
    }
}
