using System.ComponentModel;

namespace Sluice.Core.Config;

/// <summary>What becomes of pictures that the decoder could only make up in part.</summary>
public enum DamagedPictures
{
    /// <summary>Cameras leave them out, recordings keep them.</summary>
    [Description("Cameras leave damaged pictures out, recordings keep what the decoder conceals.")]
    Auto,

    /// <summary>They are left out, and decoding goes on at the next intra frame.</summary>
    [Description("Left out and counted; decoding goes on at the next intra frame.")]
    Drop,

    /// <summary>They go on like any other.</summary>
    [Description("Passed on like any other.")]
    Keep,
}
