using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Joins the detections of one source into tracks. For one thread.</summary>
internal sealed class SourceTracker(TrackOptions options)
{
    // A detector in doubt between two classes must not cut a track, but the same class is the likelier partner.
    private const double OtherClassCost = 0.15;
    private readonly List<LiveTrack> _tracks = [];
    private readonly List<int> _strong = [];
    private readonly List<int> _weak = [];
    private readonly List<LiveTrack> _open = [];
    private readonly Assignment _assignment = new();
    private double[] _cost = [];
    private int[] _match = [];
    private LiveTrack?[] _trackOf = [];
    private long _lastId;

    /// <summary>Joins one frame's detections.</summary>
    /// <param name="detections">What the model found.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="ended">Confirmed tracks that ended.</param>
    /// <returns>The same detections, those of confirmed tracks with their id.</returns>
    public ImmutableArray<Detection> Update(ImmutableArray<Detection> detections, FrameInfo frame, out ImmutableArray<Track> ended)
    {
        var isByte = options.Tracker == TrackerKind.Bytetrack;
        foreach (var track in _tracks) track.Predict(isByte);
        Sort(detections);
        if (_trackOf.Length < detections.Length) _trackOf = new LiveTrack?[Math.Max(32, detections.Length * 2)];
        _trackOf.AsSpan(0, detections.Length).Clear();

        _open.Clear();
        _open.AddRange(_tracks);
        Match(detections, _strong, frame, 1 - options.Iou);
        if (isByte)
        {
            // Weak detections only continue tracks that were seen in the last frame, and must fit closely.
            _open.RemoveAll(static track => track.Missed > 0 || track.Id == null);
            Match(detections, _weak, frame, Math.Min(0.5, 1 - options.Iou));
        }

        Begin(detections, frame);
        ended = End(detections.Length);
        return Label(detections);
    }

    private void Sort(ImmutableArray<Detection> detections)
    {
        _strong.Clear();
        _weak.Clear();
        for (var i = 0; i < detections.Length; i++)
        {
            if (detections[i].Score >= options.High) _strong.Add(i);
            else if (detections[i].Score >= options.Low) _weak.Add(i);
        }
    }

    /// <summary>Pairs the open tracks with some detections; what was paired leaves both lists.</summary>
    private void Match(ImmutableArray<Detection> detections, List<int> candidates, FrameInfo frame, double limit)
    {
        int rows = _open.Count, columns = candidates.Count;
        if (rows == 0 || columns == 0) return;
        if (_cost.Length < rows * columns) _cost = new double[rows * columns * 2];
        if (_match.Length < rows) _match = new int[rows * 2];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var detection = detections[candidates[column]];
                var cost = 1.0 - _open[row].Expected.IoU(detection.Box);
                _cost[(row * columns) + column] = detection.ClassId == _open[row].ClassId ? cost : cost + OtherClassCost;
            }
        }

        _assignment.Solve(_cost, rows, columns, limit, _match);
        var left = 0;
        for (var row = 0; row < rows; row++)
        {
            var track = _open[row];
            if (_match[row] < 0)
            {
                _open[left++] = track;
                continue;
            }

            var index = candidates[_match[row]];
            track.Update(detections[index], frame, options.MinHits, ref _lastId);
            _trackOf[index] = track;
        }

        _open.RemoveRange(left, rows - left);
        candidates.RemoveAll(index => _trackOf[index] != null);
    }

    private void Begin(ImmutableArray<Detection> detections, FrameInfo frame)
    {
        foreach (var index in _strong)
        {
            var track = new LiveTrack(detections[index], frame);
            track.Confirm(options.MinHits, ref _lastId);
            _trackOf[index] = track;
            _tracks.Add(track);
        }
    }

    private ImmutableArray<Track> End(int detections)
    {
        var seen = _trackOf.AsSpan(0, detections);
        ImmutableArray<Track>.Builder? ended = null;
        for (var i = _tracks.Count - 1; i >= 0; i--)
        {
            var track = _tracks[i];
            if (seen.IndexOf(track) >= 0) continue;
            track.Miss();

            // Unconfirmed tracks need their detections in a row.
            if (track.Id != null && track.Missed <= options.MaxAge) continue;
            _tracks.RemoveAt(i);
            if (track.Id != null) (ended ??= ImmutableArray.CreateBuilder<Track>()).Add(track.Summarize());
        }

        return ended?.DrainToImmutable() ?? [];
    }

    private ImmutableArray<Detection> Label(ImmutableArray<Detection> detections)
    {
        if (detections.IsEmpty) return detections;
        var labelled = ImmutableArray.CreateBuilder<Detection>(detections.Length);
        for (var i = 0; i < detections.Length; i++)
            labelled.Add(_trackOf[i]?.Id is { } id ? detections[i] with { TrackId = id } : detections[i]);
        return labelled.MoveToImmutable();
    }
}
