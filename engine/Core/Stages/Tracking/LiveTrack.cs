using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>A track that goes on.</summary>
internal sealed class LiveTrack
{
    private readonly Dictionary<int, int> _classVotes = [];
    private readonly Dictionary<int, string> _labels = [];
    private BoxMotion _motion;
    private readonly BoundingBox _firstBox;
    private BoundingBox _lastBox;
    private readonly FrameInfo _first;
    private FrameInfo _last;
    private float _bestScore;
    private int _hits;

    /// <summary>Begins at a detection.</summary>
    public LiveTrack(in Detection detection, FrameInfo frame)
    {
        _motion = new(detection.Box);
        (_first, _last, _firstBox, _lastBox) = (frame, frame, detection.Box, detection.Box);
        Note(detection);
    }

    /// <summary>The public id; null until confirmed.</summary>
    public long? Id { get; private set; }

    /// <summary>Processed frames since the last detection.</summary>
    public int Missed { get; private set; }

    /// <summary>Where the track is expected in the current frame.</summary>
    public BoundingBox Expected { get; private set; }

    /// <summary>The class most detections had.</summary>
    public int ClassId { get; private set; }

    /// <summary>Moves one frame on.</summary>
    public void Predict(bool useMotion)
    {
        _motion.Predict(Missed > 0);
        Expected = useMotion ? _motion.Box : _lastBox;
    }

    /// <summary>Takes a detection in; gives the track its public id when it has earned it.</summary>
    public void Update(in Detection detection, FrameInfo frame, int minHits, ref long lastId)
    {
        _motion.Update(detection.Box);
        (_last, _lastBox, Missed) = (frame, detection.Box, 0);
        Note(detection);
        Confirm(minHits, ref lastId);
    }

    /// <summary>Gives the track its public id when it has earned it: ids skip no number.</summary>
    public void Confirm(int minHits, ref long lastId)
    {
        if (Id == null && _hits >= minHits) Id = ++lastId;
    }

    /// <summary>Notes a frame without a detection.</summary>
    public void Miss() => Missed++;

    /// <summary>The summary, for a confirmed track.</summary>
    public Track Summarize() => new(Id!.Value, ClassId, _labels[ClassId], _first.Index, _last.Index, _first.CapturedAt, _last.CapturedAt,
        _hits, _bestScore, _firstBox, _lastBox);

    private void Note(in Detection detection)
    {
        _hits++;
        _bestScore = Math.Max(_bestScore, detection.Score);
        var votes = _classVotes[detection.ClassId] = _classVotes.GetValueOrDefault(detection.ClassId) + 1;
        _labels.TryAdd(detection.ClassId, detection.Label);
        if (votes >= _classVotes.GetValueOrDefault(ClassId)) ClassId = detection.ClassId;
    }
}
