namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>What rows in a spool are of.</summary>
/// <param name="Id">Names it in the spool.</param>
/// <param name="Table">The table.</param>
/// <param name="Insert">The statement that takes them.</param>
/// <param name="Columns">The columns, in the order they are written.</param>
internal sealed record RowLayout(uint Id, string Table, string Insert, string Columns);
