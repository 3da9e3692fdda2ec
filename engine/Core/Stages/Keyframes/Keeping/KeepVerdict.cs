namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>What became of a frame that was to be kept.</summary>
internal enum KeepVerdict
{
    /// <summary>It is in the archive, or on its way into the bucket and safe on disk until then.</summary>
    Kept,

    /// <summary>It was there already.</summary>
    KeptBefore,

    /// <summary>The quota has no room for it: everything that could go is worth more, pinned, or protected by a floor.</summary>
    NoRoom,

    /// <summary>Its picture was lost before it was chosen.</summary>
    Lost,

    /// <summary>The disk did not take it; that was said.</summary>
    Failed,
}
