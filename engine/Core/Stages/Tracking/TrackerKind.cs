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

    /// <summary>Overlap with the motion-predicted box, strong detections only (Bewley et al., ICIP 2016).</summary>
    [Description("Overlap with the motion-predicted box, strong detections only.")]
    Sort,

    /// <summary>SORT with direction, recovery and re-update by observations (Cao et al., CVPR 2023).</summary>
    [Description("As sort, with a track's direction in the cost and its motion corrected when it is found again.")]
    Ocsort,

    /// <summary>ByteTrack with camera motion and, where detections carry embeddings, appearance (Aharon et al., 2022).</summary>
    [Description("As bytetrack, with the camera's motion taken out, and appearance where detections carry an embedding.")]
    Botsort,
}
