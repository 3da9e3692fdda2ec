using System.ComponentModel;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>The format of blocks on their way to the server.</summary>
public enum BlockFormat
{
    /// <summary>Columns, which cost the server least.</summary>
    [Description("Column by column: what costs the server least.")]
    Native,

    /// <summary>Rows.</summary>
    [Description("Row by row.")]
    RowBinary,
}
