using System.ComponentModel;

namespace Sluice.Core.Stages.Inference;

/// <summary>What the four numbers of a box are.</summary>
public enum BoxFormat
{
    /// <summary>Left, top, right, bottom.</summary>
    [Description("Left, top, right, bottom.")]
    Xyxy,

    /// <summary>Centre x, centre y, width, height.</summary>
    [Description("Centre x, centre y, width, height.")]
    Cxcywh,

    /// <summary>Top, left, bottom, right.</summary>
    [Description("Top, left, bottom, right.")]
    Yxyx,

    /// <summary>Left, top, width, height.</summary>
    [Description("Left, top, width, height.")]
    Xywh,
}
