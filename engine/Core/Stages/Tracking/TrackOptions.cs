using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Options of the <c>track</c> stage.</summary>
public sealed record TrackOptions
{
    /// <summary>The algorithm.</summary>
    [Description("The algorithm.")]
    public TrackerKind Tracker { get; init; } = TrackerKind.Bytetrack;

    /// <summary>Detections at or above this score are matched first.</summary>
    [Description("Detections at or above this score are matched first."), Range(0.0, 1.0)]
    public double High { get; init; } = 0.5;

    /// <summary>Least score of a detection that begins a track; null for 0.1 above <see cref="High"/>.</summary>
    [Description("Least score of a detection that begins a track; by itself 0.1 above high."), Range(0.0, 1.0)]
    public double? Begin { get; init; }

    /// <summary>Detections below this score are not looked at.</summary>
    [Description("Detections below this score are not looked at; they pass on without a track. Those up to high only continue tracks, in bytetrack and botsort."),
        Range(0.0, 1.0)]
    public double Low { get; init; } = 0.1;

    /// <summary>Least overlap of a detection with a track's predicted box.</summary>
    [Description("Least overlap (IoU) of a detection with where its track is expected."), Range(0.0, 1.0)]
    public double Iou { get; init; } = 0.2;

    /// <summary>
    /// How far an object may go, in its own sizes (the root of its area) a second. At 25 frames a second that is well within overlap; at 2
    /// nothing that drives overlaps with where it was.
    /// </summary>
    [Description("How far an object goes at most, in its own sizes (root of its area) a second: a detection that overlaps no track is taken for the nearest one seen in the frame before, within this. Matters at few frames a second; 0 for overlap alone."),
        Range(0.0, 100.0)]
    public double Reach { get; init; } = 3;

    /// <summary>Detections in a row before a track is confirmed and gets a public id.</summary>
    [Description("Detections in a row before a track is confirmed and gets its id."), Range(1, 100)]
    public int MinHits { get; init; } = 2;

    /// <summary>Frames that a model looked at without a detection after which a track ends.</summary>
    [Description("Frames that a model looked at without a detection after which a track ends."), Range(1, 10000)]
    public int MaxAge { get; init; } = 30;

    /// <summary>Frames without a detection for which a track is still handed on, predicted.</summary>
    [Description("Frames without a detection for which a track is still handed on, as predicted. Frames left out by the detector's interval are always filled."),
        Range(0, 1000)]
    public int PredictLost { get; init; }

    /// <summary>OC-SORT: weight of the track's direction.</summary>
    [Description("ocsort: weight of the angle between a track's direction and the way to a detection, beside their overlap."), Range(0.0, 1.0)]
    public double Inertia { get; init; } = 0.2;

    /// <summary>BoT-SORT: whether motion of the camera is taken out.</summary>
    [Description("botsort: whether the camera's own motion is estimated from the picture and taken out.")]
    public bool CameraMotion { get; init; } = true;

    /// <summary>
    /// BoT-SORT: least likeness of appearance. This and <see cref="Proximity"/> were chosen with OSNet on three annotated clips, where IDF1
    /// rises from 0.82 to 0.87 and from 0.66 to 0.76; the paper's 0.75 and 0.5 do little there.
    /// </summary>
    [Description("botsort: least cosine similarity at which a detection's embedding speaks for a track."), Range(0.0, 1.0)]
    public double Appearance { get; init; } = 0.8;

    /// <summary>BoT-SORT: least overlap for appearance to count.</summary>
    [Description("botsort: least overlap (IoU) at which appearance is looked at."), Range(0.0, 1.0)]
    public double Proximity { get; init; } = 0.1;

    /// <summary>BoT-SORT: how slowly a track's appearance follows its detections.</summary>
    [Description("botsort: share of a track's appearance that stays when a detection is taken in."), Range(0.0, 1.0)]
    public double Momentum { get; init; } = 0.9;
}
