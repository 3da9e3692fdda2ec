using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>
/// One round by overlap, strong detections only: with the last box it is the plain IoU tracker, with the predicted box SORT (Bewley et
/// al., ICIP 2016).
/// </summary>
/// <param name="options">Its options.</param>
/// <param name="form">What the motion filters follow.</param>
/// <param name="cost">Which box overlaps.</param>
internal sealed class OverlapAlgorithm(TrackOptions options, BoxForm form, PairCost cost) : ITrackAlgorithm
{
    /// <inheritdoc/>
    public BoxForm Form => form;

    /// <inheritdoc/>
    public void Advance(Frame frame, List<LiveTrack> tracks, int steps)
    {
        foreach (var track in tracks) track.Advance(steps);
    }

    /// <inheritdoc/>
    public void Join(Pairing pairing) => pairing.Match(static _ => true, pairing.Strong, cost, 1 - options.Iou);

    /// <inheritdoc/>
    public void Begin(LiveTrack track, in Detection detection)
    {
    }

    /// <inheritdoc/>
    public void Continue(LiveTrack track, in Detection detection) => track.Correct(detection.Box);
}
