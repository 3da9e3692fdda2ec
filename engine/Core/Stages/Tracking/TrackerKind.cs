using System.ComponentModel;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Tracking algorithms.</summary>
public enum TrackerKind
{
    /// <summary>Motion-predicted boxes, strong detections matched first, weak ones to continue tracks (Zhang et al., ECCV 2022).</summary>
    [Description("Motion-predicted boxes; strong detections first, weak ones continue tracks.")]
    Bytetrack,

    /// <summary>Overlap with the last box, strong detections only.</summary>
    [Description("Overlap with the last box, strong detections only.")]
    Iou,
}
