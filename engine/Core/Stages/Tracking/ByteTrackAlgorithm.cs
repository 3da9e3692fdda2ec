using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>
/// ByteTrack (Zhang et al., ECCV 2022): strong detections are paired first, weak ones then continue tracks that were seen in the last
/// frame, and what is still strong and free goes to tracks that have only begun.
/// </summary>
/// <param name="options">Its options.</param>
/// <param name="form">What the motion filters follow.</param>
/// <param name="cost">Of strong detections; weak ones go by overlap alone.</param>
internal sealed class ByteTrackAlgorithm(TrackOptions options, BoxForm form, PairCost cost) : ITrackAlgorithm
{
    // A weak detection is often half an object or two: it must fit closely.
    private const double WeakLimit = 0.5;

    /// <inheritdoc/>
    public BoxForm Form => form;

    /// <inheritdoc/>
    public void Advance(Frame frame, List<LiveTrack> tracks, int steps)
    {
        foreach (var track in tracks) track.Advance(steps);
    }

    /// <inheritdoc/>
    public void Join(Pairing pairing)
    {
        pairing.Match(static track => track.Id != null, pairing.Strong, cost, 1 - options.Iou);
        pairing.Match(static track => track.Id != null && track.Missed == 0, pairing.Weak, PairCosts.Expected, Math.Min(WeakLimit, 1 - options.Iou));
        pairing.Match(static track => track.Id == null, pairing.Strong, cost, 1 - options.Iou);
    }

    /// <inheritdoc/>
    public void Begin(LiveTrack track, in Detection detection)
    {
    }

    /// <inheritdoc/>
    public void Continue(LiveTrack track, in Detection detection) => track.Correct(detection.Box);
}
