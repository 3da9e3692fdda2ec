using System.ComponentModel;

namespace Sluice.Core.Sinks.Spool;

/// <summary>When what was accepted is forced from the kernel's memory to the disk. Kill -9 loses nothing either way; power loss may.</summary>
public enum SpoolFsync
{
    /// <summary>When the kernel likes.</summary>
    [Description("When the kernel likes: a power cut loses what the last half minute or so accepted.")]
    Never,

    /// <summary>Once a second.</summary>
    [Description("Once a second: a power cut loses at most what the last second accepted.")]
    Interval,

    /// <summary>Before it counts as accepted.</summary>
    [Description("Before a frame counts as published: a power cut loses nothing, and every frame waits for the disk.")]
    Always,
}
