using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Spool;

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

    /// <summary>Where others may read the embedded store; null for nowhere.</summary>
    [Description("Embedded store: address and port where others, such as Grafana, can read it and only read it, such as 127.0.0.1:8123; leave out for none."), RegularExpression(@"\S+:[0-9]{1,5}")]
    public string? Serve { get; init; }

    /// <summary>The cluster whose nodes get the tables; null for a server by itself.</summary>
    [Description("Name of the cluster, as the server's configuration has it, whose nodes get the tables (ON CLUSTER, Replicated, Distributed); leave out for a server by itself."), RegularExpression(@"\S+")]
    public string? Cluster { get; init; }

    /// <summary>How long rows are kept; null leaves what the tables say, zero keeps them for ever.</summary>
    [Description("How long rows are kept, such as 90d; 0s for ever. Left out, it stays what the tables say: a year, unless somebody changed it.")]
    public TimeSpan? Ttl { get; init; }

    /// <summary>What is stored of frames.</summary>
    [Description("What is stored of frames.")]
    public FrameRows Frames { get; init; } = FrameRows.PerSecond;

    /// <summary>How blocks are compressed on their way.</summary>
    [Description("How blocks are compressed on their way.")]
    public BlockCompression Compress { get; init; } = BlockCompression.Auto;

    /// <summary>The format of blocks on their way.</summary>
    [Description("The format of blocks on their way.")]
    public BlockFormat Format { get; init; } = BlockFormat.Native;

    /// <summary>Rows of a table that make a block.</summary>
    [Description("A block goes out with this many rows of a table."), Range(1, 10_000_000)]
    public int BatchRows { get; init; } = 200_000;

    /// <summary>Bytes of a table that make a block.</summary>
    [Description("A block goes out at this size."), Range(1024d, 256d * (1 << 20))]
    public ByteSize BatchBytes { get; init; } = new(32 << 20);

    /// <summary>How long a row waits for company.</summary>
    [Description("How long a row waits for its block to fill.")]
    public TimeSpan BatchAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Blocks sent at a time.</summary>
    [Description("Blocks sent at a time."), Range(1, 64)]
    public int InFlight { get; init; } = 2;

    /// <summary>What its spool has other than <c>engine.spool</c> says.</summary>
    [Description("What the spool of this sink has other than engine.spool says.")]
    public SpoolOverride? Spool { get; init; }

    /// <summary>How long the end of a run waits for the server to take the rest; what is left stays in the spool.</summary>
    [Description("How long the end of a run waits for the server to take the rest; what is left stays in the spool and goes out first in the next run.")]
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the server has for one block.</summary>
    [Description("How long the server has for one block before it is sent again.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
