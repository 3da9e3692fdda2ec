namespace Sluice.Core.Archive.Labels;

/// <summary>What an annotator did to a box.</summary>
internal enum BoxChange
{
    /// <summary>Nothing.</summary>
    Kept,

    /// <summary>Another place or size.</summary>
    Moved,

    /// <summary>Another class.</summary>
    Relabelled,

    /// <summary>The model had missed it.</summary>
    Added,

    /// <summary>The model had made it up.</summary>
    Removed,
}
