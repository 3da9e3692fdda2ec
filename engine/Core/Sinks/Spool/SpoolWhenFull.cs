using System.ComponentModel;

namespace Sluice.Core.Sinks.Spool;

/// <summary>What a sink does when its spool, or the disk below it, is full.</summary>
public enum SpoolWhenFull
{
    /// <summary>Takes no more until there is room.</summary>
    [Description("The sink takes no more, and the policy of its edge decides what becomes of frames: nothing that was accepted is ever lost.")]
    Wait,

    /// <summary>Lets go of the oldest.</summary>
    [Description("The oldest entries go and are counted as dropped: the newest are always taken.")]
    DropOldest,
}
