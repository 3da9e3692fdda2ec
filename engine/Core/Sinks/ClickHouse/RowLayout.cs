namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>What rows in a spool are of.</summary>
/// <param name="Id">Names it in the spool.</param>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns, in the order they are written.</param>
internal sealed record RowLayout(uint Id, string Table, string Columns)
{
    /// <summary>The statement that takes rows as they lie in the spool.</summary>
    public string Insert => $"INSERT INTO {Table} ({Columns}) FORMAT RowBinary";

    /// <summary>The statement that takes them as a block of columns.</summary>
    public string InsertNative => $"INSERT INTO {Table} ({Columns}) FORMAT Native";
}
