namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Rows of one table, on their way to the server.</summary>
/// <param name="table">The table.</param>
/// <param name="opened">When its first row came, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
/// <param name="bytes">Empty memory for its rows; owned by whoever owns the block.</param>
internal sealed class Block(Table table, long opened, PooledWriter bytes)
{
    /// <summary>The table its rows are for.</summary>
    public Table Table { get; } = table;

    /// <summary>When its first row came.</summary>
    public long Opened { get; } = opened;

    /// <summary>The rows as RowBinary; a row that failed half way may hang at the end.</summary>
    public PooledWriter Bytes { get; } = bytes;

    /// <summary>Whole rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Bytes of the whole rows.</summary>
    public int WholeBytes { get; private set; }

    /// <summary>Begins a row, in place of one that was never ended.</summary>
    public RowBinaryWriter Begin()
    {
        Bytes.Truncate(WholeBytes);
        return new(Bytes);
    }

    /// <summary>The row is whole.</summary>
    /// <returns>Its bytes.</returns>
    public int End()
    {
        var added = Bytes.Length - WholeBytes;
        WholeBytes = Bytes.Length;
        Rows++;
        return added;
    }

    /// <summary>What the server knows it by, on every try: a block that arrives twice is stored once.</summary>
    public string Token { get; set; } = "";
}
