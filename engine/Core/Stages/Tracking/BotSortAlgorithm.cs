using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>
/// BoT-SORT (Aharon et al., 2022): ByteTrack's rounds with filters of width and height, motion of the camera taken out, and a cost that is
/// the lesser of overlap and appearance where detections carry a unit vector of theirs.
/// </summary>
internal sealed class BotSortAlgorithm : ITrackAlgorithm
{
    // An appearance that fits counts half its distance, so that it can win over a fair overlap.
    private const double AppearanceWeight = 0.5;
    private readonly TrackOptions _options;
    private readonly ByteTrackAlgorithm _rounds;
    private readonly CameraMotionEstimator? _camera;

    /// <summary>Prepares it.</summary>
    /// <param name="options">Its options.</param>
    public BotSortAlgorithm(TrackOptions options)
    {
        _options = options;
        _rounds = new(options, BoxForm.WidthHeight, Cost);
        _camera = options.CameraMotion ? new() : null;
    }

    /// <inheritdoc/>
    public BoxForm Form => _rounds.Form;

    /// <inheritdoc/>
    public void Advance(Frame frame, List<LiveTrack> tracks, int steps)
    {
        _rounds.Advance(frame, tracks, steps);
        var motion = _camera?.Estimate(frame, tracks) ?? CameraMotion.None;
        if (motion == CameraMotion.None) return;
        foreach (var track in tracks) track.Warp(motion);
    }

    /// <inheritdoc/>
    public void Join(Pairing pairing) => _rounds.Join(pairing);

    /// <inheritdoc/>
    public void Begin(LiveTrack track, in Detection detection) => Look(track, detection);

    /// <inheritdoc/>
    public void Continue(LiveTrack track, in Detection detection)
    {
        track.Correct(detection.Box);

        // Weak detections are mostly half hidden: what they look like is partly something else.
        if (detection.Score >= _options.High) Look(track, detection);
    }

    private void Look(LiveTrack track, in Detection detection)
    {
        if (detection.Details is not { Embedding: { IsEmpty: false } embedding }) return;
        (track.Appearance ??= new((float)_options.Momentum)).Add(embedding.Span);
    }

    private double Cost(LiveTrack track, in Detection detection)
    {
        var overlap = track.Expected.IoU(detection.Box);
        var cost = PairCosts.Of(track, track.Expected, detection);
        if (overlap < _options.Proximity || track.Appearance == null || detection.Details is not { Embedding: { IsEmpty: false } embedding }) return cost;
        var similarity = track.Appearance.Similarity(embedding.Span);
        return similarity < _options.Appearance ? cost : Math.Min(cost, AppearanceWeight * (1 - similarity));
    }
}
