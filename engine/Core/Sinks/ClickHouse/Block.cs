using Sluice.Core.Sinks.ClickHouse.Columns;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Rows of one table, on their way to the server. Reused.</summary>
internal sealed class Block : IDisposable
{
    private readonly List<SpoolTicket> _tickets = [];
    private readonly Dictionary<uint, NativeBlock?> _forms = [];
    private readonly PooledWriter _columns = new();

    /// <summary>What its rows are of.</summary>
    public RowLayout Layout { get; set; } = null!;

    /// <summary>The rows as RowBinary.</summary>
    public PooledWriter Bytes { get; } = new();

    /// <summary>How many.</summary>
    public int Rows { get; private set; }

    /// <summary>What the server knows it by, on every try and in every run: a block that arrives twice is stored once.</summary>
    public string Token { get; set; } = "";

    /// <summary>The spool's entries it is made of, in their order.</summary>
    public ReadOnlySpan<SpoolTicket> Tickets => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tickets);

    /// <summary>Adds an entry's rows.</summary>
    public void Add(in SpoolEntry entry)
    {
        var rows = entry.Payload.Span;
        rows.CopyTo(Bytes.GetSpan(rows.Length));
        Bytes.Advance(rows.Length);
        Rows += entry.Ticket.Items;
        _tickets.Add(entry.Ticket);
    }

    /// <summary>Gives it the form in which it goes to the server.</summary>
    /// <param name="format">As the sink wants it; rows of columns that nobody knows the types of go as they are.</param>
    /// <returns>The statement that takes it, and its body; both are valid until the block is cleared.</returns>
    public (string Statement, ReadOnlyMemory<byte> Body) Form(BlockFormat format)
    {
        _columns.Truncate(0);
        if (format == BlockFormat.RowBinary) return (Layout.Insert, Bytes.Written);
        if (!_forms.TryGetValue(Layout.Id, out var form)) _forms.Add(Layout.Id, form = NativeBlock.For(Layout));
        return form != null && form.TryWrite(Bytes.Written.Span, Rows, _columns) ? (Layout.InsertNative, _columns.Written) : (Layout.Insert, Bytes.Written);
    }

    /// <summary>Makes it empty.</summary>
    public void Clear()
    {
        Bytes.Truncate(0);
        _columns.Truncate(0);
        _tickets.Clear();
        (Rows, Token) = (0, "");
    }

    public void Dispose()
    {
        Bytes.Dispose();
        _columns.Dispose();
        foreach (var form in _forms.Values) form?.Dispose();
    }
}
