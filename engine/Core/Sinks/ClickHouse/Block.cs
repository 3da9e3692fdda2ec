using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Rows of one table, on their way to the server. Reused.</summary>
internal sealed class Block : IDisposable
{
    private readonly List<SpoolTicket> _tickets = [];

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

    /// <summary>Makes it empty.</summary>
    public void Clear()
    {
        Bytes.Truncate(0);
        _tickets.Clear();
        (Rows, Token) = (0, "");
    }

    public void Dispose() => Bytes.Dispose();
}
