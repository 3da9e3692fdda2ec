using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Spool;

/// <summary>The <c>engine.spool</c> section: where sinks keep what their servers have not confirmed yet, and how much of it.</summary>
public sealed record SpoolOptions
{
    /// <summary>The folder that holds a folder for each sink; relative to the graph file.</summary>
    [Description("Folder that holds a folder for each sink; relative to the graph file."), RegularExpression(@".*\S.*")]
    public string Path { get; init; } = "out/spool";

    /// <summary>Most bytes on disk, for each sink.</summary>
    [Description("Most bytes on disk, for each sink."), Range(65536d, 1e15)]
    public ByteSize Bytes { get; init; } = new(2L << 30);

    /// <summary>How long an entry is kept.</summary>
    [Description("How long an entry is kept; older ones are dropped and counted."), Range(1d, 315_360_000d)]
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(7);

    /// <summary>When it is forced to the disk.</summary>
    [Description("When what was accepted is forced to the disk; a killed engine loses nothing either way.")]
    public SpoolFsync Fsync { get; init; } = SpoolFsync.Interval;

    /// <summary>What happens when it is full.</summary>
    [Description("What happens when it, or the disk, is full.")]
    public SpoolWhenFull WhenFull { get; init; } = SpoolWhenFull.Wait;

    /// <summary>These, with what a sink's own section says instead.</summary>
    /// <param name="own">The sink's section; null when it has none.</param>
    internal SpoolOptions With(SpoolOverride? own) => own == null ? this : this with
    {
        Path = own.Path ?? Path,
        Bytes = own.Bytes ?? Bytes,
        Age = own.Age ?? Age,
        Fsync = own.Fsync ?? Fsync,
        WhenFull = own.WhenFull ?? WhenFull,
    };
}
