using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// The tracks seen in a period, each with the frame that shows it best. A tracker that loses an object and finds it again under another
/// number would make one object count for many: a track that begins near where one of its class ended moments before is taken for the same.
/// </summary>
/// <param name="capacity">Most tracks; of the most common class the oldest goes first.</param>
internal sealed partial class TrackTable(int capacity)
{
    private const double SameWithin = 2;

    // A little better is not worth compressing another frame.
    private const float WorthReplacing = 1.3f;
    private const double SecondsBetweenReplacements = 0.5;

    // Nothing is gained from an object larger than this share of the picture: it is seen well.
    private const float LargeEnough = 0.02f;
    private readonly Dictionary<long, SeenTrack> _tracks = [];
    private readonly List<SeenTrack> _unique = [];
    private readonly Dictionary<string, int> _classes = new(StringComparer.Ordinal);

    /// <summary>The tracks; one a real object as far as is known.</summary>
    public IReadOnlyList<SeenTrack> Tracks => _unique;

    /// <summary>The tracks seen in a frame, each number once, as they are known here.</summary>
    public long[] Seen(Frame frame)
    {
        List<long>? seen = null;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (detection.TrackId is not { } id || detection.Predicted) continue;
            var known = _tracks.TryGetValue(id, out var track) ? track.Id : id;
            seen ??= [];
            if (!seen.Contains(known)) seen.Add(known);
        }

        return seen is null ? [] : [.. seen];
    }

    /// <summary>Whether no track begins in a frame.</summary>
    public bool KnowsAll(Frame frame)
    {
        foreach (ref readonly var detection in frame.Detections.AsSpan())
            if (detection.TrackId is { } id && !detection.Predicted && !_tracks.ContainsKey(id)) return false;
        return true;
    }

    /// <summary>How a detection's track moves, as of the frame before.</summary>
    public TrackMotion MotionOf(in Detection detection)
        => detection.TrackId is { } id && _tracks.TryGetValue(id, out var track) ? track.Motion : TrackMotion.Unknown;

    /// <summary>Notes the tracks of a frame.</summary>
    /// <param name="frame">Borrowed.</param>
    /// <param name="at">Seconds.</param>
    /// <param name="quality">How good a picture it is.</param>
    /// <param name="rarity">How unusual the frame is, 0 to 1.</param>
    /// <returns>Whether a track is seen better than ever before, so that <see cref="Stand"/> should be told of a candidate.</returns>
    public bool Add(Frame frame, double at, float quality, float rarity)
    {
        var wanted = false;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (detection.TrackId is not { } id || detection.Predicted) continue;
            if (!_tracks.TryGetValue(id, out var track)) track = Begin(id, detection, at);
            var isWantedAlready = track.LastAt == at && track.IsWanted;
            track.Follow(detection.Box, at);
            track.Surprising |= rarity > 0.9f;
            var score = ScoreOf(detection, frame, quality);

            // Two numbers that count as one track may both be in a frame: the better of them speaks for it.
            if (isWantedAlready && score <= track.Score) continue;
            track.Score = score;
            track.IsWanted = track.Candidate == null
                || (score > track.BestScore * WorthReplacing && at - track.BestAt >= SecondsBetweenReplacements);
            wanted |= track.IsWanted;
        }

        return wanted;
    }

    /// <summary>Lets a frame stand for those of its tracks that <see cref="Add"/> wanted one for.</summary>
    public void Stand(Frame frame, Candidate candidate)
    {
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (detection.TrackId is not { } id || detection.Predicted || !_tracks.TryGetValue(id, out var track) || !track.IsWanted) continue;
            track.IsWanted = false;
            var before = track.Candidate;
            (track.Candidate, track.BestScore, track.BestAt) = (candidate.Hold(), track.Score, candidate.At);
            before?.LetGo(superseded: true);
        }
    }

    /// <summary>What showing each track is worth: every class alike, whatever its number of tracks; together 1.</summary>
    public Dictionary<long, double> Worth()
    {
        var worth = _unique.ToDictionary(static track => track.Id, track => (track.Surprising ? 2.0 : 1) / _classes[track.Label]);
        var total = worth.Values.Sum();
        foreach (var id in worth.Keys) worth[id] /= total;
        return worth;
    }

    /// <summary>Forgets all; the candidates are the caller's.</summary>
    public List<SeenTrack> Take()
    {
        var taken = new List<SeenTrack>(_unique);
        _unique.Clear();
        _tracks.Clear();
        _classes.Clear();
        return taken;
    }

    private SeenTrack Begin(long id, in Detection detection, double at)
    {
        SeenTrack? same = null;
        foreach (var other in _unique)
        {
            if (at - other.LastAt > SameWithin || at <= other.LastAt || other.Label != detection.Label) continue;
            if (other.LastBox.IoU(detection.Box) > 0.3f) same = other;
        }

        if (same == null)
        {
            if (_unique.Count >= capacity) Evict();
            var box = detection.Box;
            same = new SeenTrack(id, detection.Label) { Mark = ((box.X1 + box.X2) / 2, (box.Y1 + box.Y2) / 2, at) };
            _unique.Add(same);
            _classes[detection.Label] = _classes.GetValueOrDefault(detection.Label) + 1;
        }

        return _tracks[id] = same;
    }

    private void Evict()
    {
        var common = _classes.MaxBy(static of => of.Value).Key;
        var oldest = _unique.First(track => track.Label == common);
        _unique.Remove(oldest);
        _classes[common]--;
        foreach (var (id, track) in _tracks.ToArray())
            if (track == oldest) _tracks.Remove(id);
        oldest.Candidate?.LetGo(superseded: true);
    }

    private static float ScoreOf(in Detection detection, Frame frame, float quality)
    {
        float width = frame.DisplayWidth, height = frame.DisplayHeight;
        var box = detection.Box;
        var size = Math.Min(1, box.Area / Math.Max(1, width * height * LargeEnough));
        var cut = box.X1 <= 2 || box.Y1 <= 2 || box.X2 >= width - 2 || box.Y2 >= height - 2;
        return (0.2f + quality) * size * detection.Score * (cut ? 0.5f : 1);
    }
}
