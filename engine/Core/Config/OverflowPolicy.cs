using System.ComponentModel;

namespace Sluice.Core.Config;

/// <summary>What a full edge does with one frame more.</summary>
public enum OverflowPolicy
{
    /// <summary>The giver waits: the default below files.</summary>
    [Description("The giver waits for room; the default below files.")]
    Wait,

    /// <summary>The oldest queued frame goes: the default below live sources.</summary>
    [Description("The oldest queued frame is dropped and counted; the default below live sources.")]
    DropOldest,

    /// <summary>The new frame goes.</summary>
    [Description("The new frame is dropped and counted.")]
    DropNewest,

    /// <summary>Short for <see cref="DropOldest"/> with a capacity of one.</summary>
    [Description("Short for drop_oldest with capacity 1.")]
    Latest,
}
