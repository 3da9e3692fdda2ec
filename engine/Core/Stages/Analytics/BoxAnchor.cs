namespace Sluice.Core.Stages.Analytics;

/// <summary>Which point of a box says where the object is.</summary>
public enum BoxAnchor
{
    /// <summary>The middle of the lower edge: where it stands, for cameras that look from the side.</summary>
    Bottom,

    /// <summary>The middle of the box: for cameras that look straight down.</summary>
    Center,
}
