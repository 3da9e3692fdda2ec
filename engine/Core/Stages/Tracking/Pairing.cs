using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>How ill a detection fits a track: the lower the better, above the round's limit not at all.</summary>
internal delegate double PairCost(LiveTrack track, in Detection detection);

/// <summary>Who goes with whom in one frame, made in rounds: what one round pairs, the next does not see. Memory is kept between frames.</summary>
internal sealed class Pairing
{
    private readonly Assignment _assignment = new();
    private readonly List<LiveTrack> _rows = [];
    private ImmutableArray<Detection> _detections = [];
    private List<LiveTrack> _tracks = [];
    private LiveTrack?[] _trackOf = [];
    private double[] _cost = [];
    private int[] _match = [];

    /// <summary>Places of the strong detections that no track has yet.</summary>
    public List<int> Strong { get; } = [];

    /// <summary>Places of the weak detections that no track has yet.</summary>
    public List<int> Weak { get; } = [];

    /// <summary>Begins a frame.</summary>
    /// <param name="detections">What a model found.</param>
    /// <param name="tracks">Tracks that go on, at this frame.</param>
    /// <param name="low">Weaker ones are not looked at.</param>
    /// <param name="high">Those from here on are strong.</param>
    public void Start(ImmutableArray<Detection> detections, List<LiveTrack> tracks, double low, double high)
    {
        (_detections, _tracks) = (detections, tracks);
        if (_trackOf.Length < detections.Length) _trackOf = new LiveTrack?[Math.Max(32, detections.Length * 2)];
        _trackOf.AsSpan().Clear();
        Strong.Clear();
        Weak.Clear();
        for (var i = 0; i < detections.Length; i++)
        {
            if (detections[i].Score >= high) Strong.Add(i);
            else if (detections[i].Score >= low) Weak.Add(i);
        }
    }

    /// <summary>Pairs tracks that have no detection yet with detections that have no track yet, at the least cost.</summary>
    /// <param name="takesPart">Which tracks may be paired in this round.</param>
    /// <param name="candidates"><see cref="Strong"/> or <see cref="Weak"/>; what is paired leaves it.</param>
    /// <param name="cost">Of a pair.</param>
    /// <param name="limit">Dearer pairs are not made.</param>
    public void Match(Func<LiveTrack, bool> takesPart, List<int> candidates, PairCost cost, double limit)
    {
        _rows.Clear();
        foreach (var track in _tracks)
            if (!track.IsSeen && takesPart(track)) _rows.Add(track);
        int rows = _rows.Count, columns = candidates.Count;
        if (rows == 0 || columns == 0) return;
        if (_cost.Length < rows * columns) _cost = new double[rows * columns * 2];
        if (_match.Length < rows) _match = new int[rows * 2];
        var detections = _detections.AsSpan();
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                _cost[(row * columns) + column] = cost(_rows[row], in detections[candidates[column]]);

        _assignment.Solve(_cost, rows, columns, limit, _match);
        for (var row = 0; row < rows; row++)
        {
            if (_match[row] < 0) continue;
            _trackOf[candidates[_match[row]]] = _rows[row];
            _rows[row].IsSeen = true;
        }

        var left = 0;
        for (var i = 0; i < columns; i++)
            if (_trackOf[candidates[i]] == null) candidates[left++] = candidates[i];
        candidates.RemoveRange(left, columns - left);
    }

    /// <summary>Pairs strong detections that overlap no track with the nearest ones of the last frame, as far as an object may go.</summary>
    /// <param name="reach">How far and since when.</param>
    public void MatchWithin(Reach reach)
    {
        if (Strong.Count == 0) return;
        Match(static track => track.Missed == 0, Strong, reach.Cost, 1);
        foreach (var track in _rows) track.HasJumped = track.IsSeen;
    }

    /// <summary>The track a detection was paired with, by its place; null for none.</summary>
    public LiveTrack? TrackOf(int detection) => _trackOf[detection];

    /// <summary>Gives a detection that no track wants a track of its own.</summary>
    public void Give(int detection, LiveTrack track) => _trackOf[detection] = track;
}
