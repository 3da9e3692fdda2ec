using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Options of the <c>track</c> stage.</summary>
public sealed record TrackOptions
{
    /// <summary>The algorithm.</summary>
    [Description("The algorithm.")]
    public TrackerKind Tracker { get; init; } = TrackerKind.Bytetrack;

    /// <summary>Detections at or above this score are matched first and may begin a track.</summary>
    [Description("Detections at or above this score are matched first and may begin a track."), Range(0.0, 1.0)]
    public double High { get; init; } = 0.5;

    /// <summary>Detections below this score are not looked at.</summary>
    [Description("Detections below this score are not looked at; they pass on without a track."), Range(0.0, 1.0)]
    public double Low { get; init; } = 0.1;

    /// <summary>Least overlap of a detection with a track's predicted box.</summary>
    [Description("Least overlap (IoU) of a detection with where its track is expected."), Range(0.0, 1.0)]
    public double Iou { get; init; } = 0.2;

    /// <summary>Detections in a row before a track is confirmed and gets a public id.</summary>
    [Description("Detections in a row before a track is confirmed and gets its id."), Range(1, 100)]
    public int MinHits { get; init; } = 2;

    /// <summary>Processed frames without a detection after which a track ends.</summary>
    [Description("Processed frames without a detection after which a track ends."), Range(1, 10000)]
    public int MaxAge { get; init; } = 30;
}
