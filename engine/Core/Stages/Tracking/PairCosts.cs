using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Costs that several algorithms use: 1 - overlap, a little more where the classes differ.</summary>
internal static class PairCosts
{
    // A detector in doubt between two classes must not cut a track, but the same class is the likelier partner.
    private const double OtherClass = 0.15;

    /// <summary>With where the track is expected.</summary>
    public static PairCost Expected { get; } = static (track, in detection) => Of(track, track.Expected, detection);

    /// <summary>With where the track was seen last.</summary>
    public static PairCost Last { get; } = static (track, in detection) => Of(track, track.LastBox, detection);

    /// <summary>1 - overlap with a box of the track's, a little more where the classes differ.</summary>
    public static double Of(LiveTrack track, in BoundingBox box, in Detection detection)
        => 1 - box.IoU(detection.Box) + (detection.ClassId == track.ClassId ? 0 : OtherClass);
}
