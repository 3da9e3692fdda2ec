using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Options of the <c>clickhouse</c> stage.</summary>
public sealed record ClickHouseOptions
{
    /// <summary>The server, <c>http://user:${PASSWORD}@host:8123/database</c>, or <c>embedded:FOLDER</c> for a store that the engine runs itself.</summary>
    [Description("The server: http://user:${PASSWORD}@host:8123/database; or embedded:FOLDER, a store that the engine runs itself.")]
    public string Url { get; init; } = "embedded:out/meta";

    /// <summary>The database; made when missing. Empty: the URL's, else <c>default</c>.</summary>
    [Description("The database, made when missing; empty takes the URL's, else 'default'.")]
    public string Database { get; init; } = "";

    /// <summary>Rows of a table that make a block.</summary>
    [Description("A block goes out with this many rows of a table."), Range(1, 10_000_000)]
    public int BatchRows { get; init; } = 20_000;

    /// <summary>Bytes of a table that make a block.</summary>
    [Description("A block goes out at this size.")]
    public ByteSize BatchBytes { get; init; } = new(4 << 20);

    /// <summary>How long a row waits for company.</summary>
    [Description("How long a row waits for its block to fill.")]
    public TimeSpan BatchAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Blocks sent at a time.</summary>
    [Description("Blocks sent at a time."), Range(1, 64)]
    public int InFlight { get; init; } = 2;

    /// <summary>How much may wait in memory; then the stage waits, and its edge's policy applies.</summary>
    [Description("How much may wait in memory for the server; then the stage waits, and its edge's policy applies.")]
    public ByteSize Queue { get; init; } = new(64 << 20);

    /// <summary>How long the end of a run waits for the server to take the rest.</summary>
    [Description("How long the end of a run waits for the server to take the rest.")]
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the server has for one block.</summary>
    [Description("How long the server has for one block before it is sent again.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
