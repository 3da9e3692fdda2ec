using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Joins the detections of one source into tracks. For one thread.</summary>
/// <param name="options">Which algorithm, and when tracks begin and end.</param>
internal sealed class SourceTracker(TrackOptions options)
{
    /// <summary>Tracks kept at most; while there are so many no new one begins.</summary>
    public const int MostTracks = 1000;

    // A source that lost more frames than this has no motion worth going on with.
    private const int MostSteps = 50;
    // Who begins a track should be surer than who continues one (ByteTrack's program starts 0.1 higher).
    private const double SurerToBegin = 0.1;

    // Overlap from which two boxes are one object. Suppression within a class leaves none so close, so they differ in class.
    private const double SameObject = 0.7;
    private readonly double _begin = options.Begin ?? Math.Min(1, options.High + SurerToBegin);
    private readonly ITrackAlgorithm _algorithm = Create(options);
    private readonly List<LiveTrack> _tracks = [];
    private readonly Pairing _pairing = new();
    private readonly Reach? _reach = options.Reach > 0 ? new(options.Reach) : null;
    private (int Width, int Height)? _size;
    private long? _lastIndex;
    private long _lastId;

    /// <summary>Joins one frame's detections; on a frame that a detector left out, predicts them.</summary>
    /// <param name="frame">The frame, with what the model found; borrowed. Its index says how far tracks have moved.</param>
    /// <param name="ended">Confirmed tracks that ended.</param>
    /// <returns>The same detections, those of confirmed tracks with their id, and behind them what is predicted.</returns>
    public ImmutableArray<Detection> Update(Frame frame, out ImmutableArray<Track> ended)
    {
        if (frame.DisplayWidth > 0) _size = (frame.DisplayWidth, frame.DisplayHeight);
        _algorithm.Advance(frame, _tracks, Steps(frame.Info.Index));
        ended = [];
        if (frame.IsSkipped) return Label([]);

        _pairing.Start(frame.Detections, _tracks, options.Low, options.High);
        _algorithm.Join(_pairing);
        _reach?.Join(_pairing, frame.Info);
        Continue(frame);
        Begin(frame);
        ended = End();
        return Label(frame.Detections);
    }

    private static ITrackAlgorithm Create(TrackOptions options) => options.Tracker switch
    {
        TrackerKind.Iou => new OverlapAlgorithm(options, BoxForm.AspectHeight, PairCosts.Last),
        TrackerKind.Sort => new OverlapAlgorithm(options, BoxForm.AreaAspect, PairCosts.Expected),
        TrackerKind.Ocsort => new OcSortAlgorithm(options),
        TrackerKind.Botsort => new BotSortAlgorithm(options),
        _ => new ByteTrackAlgorithm(options, BoxForm.AspectHeight, PairCosts.Expected),
    };

    /// <summary>Frames since the last: dropped and sampled-out ones count, for objects moved on all the same.</summary>
    private int Steps(long index)
    {
        var steps = _lastIndex is { } last ? Math.Clamp(index - last, 1, MostSteps) : 1;
        _lastIndex = index;
        return (int)steps;
    }

    private void Continue(Frame frame)
    {
        var detections = frame.Detections.AsSpan();
        for (var i = 0; i < detections.Length; i++)
        {
            if (_pairing.TrackOf(i) is not { } track) continue;
            _algorithm.Continue(track, detections[i]);
            if (track.HasJumped) track.Jump(detections[i].Box);
            track.Note(detections[i], frame.Info);
            track.Confirm(options.MinHits, ref _lastId);
        }
    }

    private void Begin(Frame frame)
    {
        foreach (var place in _pairing.Strong)
        {
            if (_tracks.Count >= MostTracks) return;
            ref readonly var detection = ref frame.Detections.ItemRef(place);
            if (detection.Score < _begin || IsTaken(detection)) continue;
            var track = new LiveTrack(detection, frame.Info, _algorithm.Form);
            _algorithm.Begin(track, detection);
            track.Confirm(options.MinHits, ref _lastId);
            _pairing.Give(place, track);
            _tracks.Add(track);
        }
    }

    /// <summary>Whether an object that has its track is only named otherwise: a detector in doubt gives it a box of each class.</summary>
    private bool IsTaken(in Detection detection)
    {
        foreach (var track in _tracks)
            if (track.IsSeen && track.LastBox.IoU(detection.Box) >= SameObject) return true;
        return false;
    }

    private ImmutableArray<Track> End()
    {
        ImmutableArray<Track>.Builder? ended = null;
        var left = 0;
        for (var i = 0; i < _tracks.Count; i++)
        {
            var track = _tracks[i];
            if (!track.IsSeen) track.Miss();

            // Unconfirmed tracks need their detections in a row.
            if (track.IsSeen || (track.Id != null && track.Missed <= options.MaxAge)) _tracks[left++] = track;
            else if (track.Id != null) (ended ??= ImmutableArray.CreateBuilder<Track>()).Add(track.Summarize());
        }

        _tracks.RemoveRange(left, _tracks.Count - left);
        return ended?.DrainToImmutable() ?? [];
    }

    /// <summary>What is handed out: the detections with their tracks' ids, then the tracks that no model saw here.</summary>
    private ImmutableArray<Detection> Label(ImmutableArray<Detection> detections)
    {
        var predicted = 0;
        foreach (var track in _tracks)
            if (IsPredicted(track)) predicted++;
        if (detections.Length + predicted == 0) return [];

        var labelled = new Detection[detections.Length + predicted];
        for (var i = 0; i < detections.Length; i++) labelled[i] = detections[i] with { TrackId = _pairing.TrackOf(i)?.Id };
        var at = detections.Length;
        foreach (var track in _tracks)
            if (IsPredicted(track)) labelled[at++] = track.Predict(Inside(track.Expected));
        return ImmutableCollectionsMarshal.AsImmutableArray(labelled);
    }

    private bool IsPredicted(LiveTrack track)
    {
        if (track.Id == null || track.IsSeen || track.Missed > options.PredictLost) return false;
        var box = Inside(track.Expected);
        return box.Width >= 1 && box.Height >= 1;
    }

    private BoundingBox Inside(in BoundingBox box) => _size is { } size ? box.Clip(size.Width, size.Height) : box;
}
