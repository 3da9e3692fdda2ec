namespace Sluice.Core.Stages.Tracking;

/// <summary>Which numbers of a box a motion filter follows, beside its centre.</summary>
internal enum BoxForm
{
    /// <summary>Width over height, and height (DeepSORT, ByteTrack).</summary>
    AspectHeight,

    /// <summary>Area, and an aspect that is taken to stay (SORT, OC-SORT).</summary>
    AreaAspect,

    /// <summary>Width and height, each by itself (BoT-SORT).</summary>
    WidthHeight,
}
