using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>
/// OC-SORT (Cao et al., CVPR 2023): SORT that trusts detections more than its own guesses. A pair also costs how far the detection lies
/// off the track's direction (observation-centric momentum), who is left is paired by the last detections (observation-centric
/// recovery), and a track found again has its motion corrected all the way since it was lost (observation-centric re-update).
/// </summary>
internal sealed class OcSortAlgorithm : ITrackAlgorithm
{
    private readonly TrackOptions _options;
    private readonly PairCost _cost;

    /// <summary>Prepares it.</summary>
    /// <param name="options">Its options.</param>
    public OcSortAlgorithm(TrackOptions options)
    {
        _options = options;
        _cost = Cost;
    }

    /// <inheritdoc/>
    public BoxForm Form => BoxForm.AreaAspect;

    /// <inheritdoc/>
    public void Advance(Frame frame, List<LiveTrack> tracks, int steps)
    {
        foreach (var track in tracks)
        {
            track.Advance(steps);
            if (!frame.IsSkipped) Trail(track).Tick();
        }
    }

    /// <inheritdoc/>
    public void Join(Pairing pairing)
    {
        pairing.Match(static _ => true, pairing.Strong, _cost, 1 + _options.Inertia);
        pairing.Match(static _ => true, pairing.Strong, PairCosts.Last, 1 - _options.Iou);
    }

    /// <inheritdoc/>
    public void Begin(LiveTrack track, in Detection detection) => Trail(track).Add(detection.Box);

    /// <inheritdoc/>
    public void Continue(LiveTrack track, in Detection detection)
    {
        if (track.Missed > 0) track.CorrectAllTheWay(detection.Box);
        else track.Correct(detection.Box);
        Trail(track).Add(detection.Box);
    }

    private static ObservationTrail Trail(LiveTrack track) => track.Trail ??= new();

    private double Cost(LiveTrack track, in Detection detection)
    {
        var cost = PairCosts.Of(track, track.Expected, detection);

        // The direction chooses among detections that overlap enough; it does not bring in others.
        if (cost > 1 - _options.Iou) return double.PositiveInfinity;
        var trail = Trail(track);
        var (way, towards) = (trail.Direction, trail.DirectionTo(detection.Box));
        if (way == default || towards == default) return cost;
        var angle = Math.Acos(Math.Clamp((way.X * towards.X) + (way.Y * towards.Y), -1, 1));
        return cost + (_options.Inertia * detection.Score * angle / Math.PI);
    }
}
