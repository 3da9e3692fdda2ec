using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Spool;

/// <summary>The <c>spool</c> key of a sink: what it wants other than <c>engine.spool</c> says.</summary>
public sealed record SpoolOverride
{
    /// <summary>The folder that holds a folder for the sink; relative to the graph file.</summary>
    [Description("Folder that holds a folder for this sink, instead of engine.spool.path."), RegularExpression(@".*\S.*")]
    public string? Path { get; init; }

    /// <summary>Most bytes on disk.</summary>
    [Description("Most bytes on disk, instead of engine.spool.bytes."), Range(65536d, 1e15)]
    public ByteSize? Bytes { get; init; }

    /// <summary>How long an entry is kept.</summary>
    [Description("How long an entry is kept, instead of engine.spool.age."), Range(1d, 315_360_000d)]
    public TimeSpan? Age { get; init; }

    /// <summary>When it is forced to the disk.</summary>
    [Description("When it is forced to the disk, instead of engine.spool.fsync.")]
    public SpoolFsync? Fsync { get; init; }

    /// <summary>What happens when it is full.</summary>
    [Description("What happens when it is full, instead of engine.spool.when_full.")]
    public SpoolWhenFull? WhenFull { get; init; }
}
