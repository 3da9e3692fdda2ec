using System.Buffers.Binary;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Rows of several tables on their way into the spool: rows of one table that follow each other share an entry. Reused; not thread-safe.</summary>
internal sealed class RowBatch : IDisposable
{
    /// <summary>Bytes of an entry's header: kind, layout.</summary>
    public const int HeaderBytes = 5;
    public const byte RowsKind = 0;
    public const byte SealKind = 1;
    private readonly (int Rows, int Bytes)[] _added = new (int, int)[Table.All.Count];
    private Table? _open;
    private int _openRows;
    private int _openAt;

    /// <summary>The entries.</summary>
    public SpoolBatch Entries { get; } = new();

    /// <summary>Whole rows.</summary>
    public long Rows => Entries.Items + _openRows;

    /// <summary>Rows and bytes of a table.</summary>
    public (int Rows, int Bytes) Of(Table table) => _added[table.Index];

    /// <summary>Begins a row.</summary>
    public RowBinaryWriter Begin(Table table)
    {
        if (_open != table)
        {
            Finish();
            Span<byte> header = stackalloc byte[HeaderBytes];
            WriteHeader(header, RowsKind, table.Layout);
            Entries.Begin(header);
            (_open, _openRows, _openAt) = (table, 0, Entries.Length);
        }

        return new(Entries);
    }

    /// <summary>The row is whole.</summary>
    public void End() => _openRows++;

    /// <summary>Ends the entry that rows are added to.</summary>
    public void Finish()
    {
        if (_open == null) return;
        Entries.End(_openRows);
        ref var added = ref _added[_open.Index];
        added = (added.Rows + _openRows, added.Bytes + Entries.Length - _openAt);
        (_open, _openRows) = (null, 0);
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        Entries.Clear();
        (_open, _openRows) = (null, 0);
        Array.Clear(_added);
    }

    public void Dispose() => Entries.Dispose();

    public static void WriteHeader(Span<byte> header, byte kind, uint layout)
    {
        header[0] = kind;
        BinaryPrimitives.WriteUInt32LittleEndian(header[1..], layout);
    }
}
