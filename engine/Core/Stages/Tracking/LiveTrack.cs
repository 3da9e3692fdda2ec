using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>A track that goes on.</summary>
internal sealed class LiveTrack
{
    private readonly List<(int ClassId, string Label, int Votes)> _votes = new(1);
    private readonly BoundingBox _firstBox;
    private readonly FrameInfo _first;
    private BoxMotion _motion;
    private BoxMotion _whenSeen;
    private FrameInfo _last;
    private string _label = "";
    private string? _model;
    private float _score;
    private float _bestScore;
    private int _steps;
    private int _hits;

    /// <summary>Begins at a detection.</summary>
    public LiveTrack(in Detection detection, FrameInfo frame, BoxForm form)
    {
        _motion = new(detection.Box, form);
        (_first, _firstBox, _last) = (frame, detection.Box, frame);
        Note(detection, frame);
    }

    /// <summary>The public id; null until confirmed.</summary>
    public long? Id { get; private set; }

    /// <summary>Frames that a model looked at since the last detection.</summary>
    public int Missed { get; private set; }

    /// <summary>Whether it has a detection in the frame at hand.</summary>
    public bool IsSeen { get; set; }

    /// <summary>Whether that detection is farther from where it was expected than overlap reaches.</summary>
    public bool HasJumped { get; set; }

    /// <summary>Where it is expected in the frame at hand.</summary>
    public BoundingBox Expected { get; private set; }

    /// <summary>Where it was seen last.</summary>
    public BoundingBox LastBox { get; private set; }

    /// <summary>The class most detections had.</summary>
    public int ClassId { get; private set; }

    /// <summary>Where it came from lately, for the algorithm that asks; null for the others.</summary>
    public ObservationTrail? Trail { get; set; }

    /// <summary>What it looks like, for the algorithm that asks and once a detection said; null otherwise.</summary>
    public AppearanceMemory? Appearance { get; set; }

    /// <summary>Moves on.</summary>
    /// <param name="steps">Frames.</param>
    public void Advance(int steps)
    {
        for (var i = 0; i < steps; i++) _motion.Predict(Missed > 0);
        _steps += steps;
        Expected = _motion.Box;
        (IsSeen, HasJumped) = (false, false);
    }

    /// <summary>Seconds from its last detection to a frame: of the stream's clock where it has one.</summary>
    public double SecondsTo(FrameInfo frame)
        => frame.PtsSeconds is { } now && _last.PtsSeconds is { } then ? now - then : (frame.CapturedAt - _last.CapturedAt).TotalSeconds;

    /// <summary>Follows the picture as the camera moves.</summary>
    public void Warp(in CameraMotion motion)
    {
        _motion.Warp(motion);
        Expected = _motion.Box;
    }

    /// <summary>Corrects the motion by a detection.</summary>
    public void Correct(in BoundingBox box) => _motion.Update(box);

    /// <summary>Begins the motion anew at a detection, with the way from the last one as its velocity.</summary>
    public void Jump(in BoundingBox box)
    {
        _motion = new(box, _motion.Form);
        _motion.ComeFrom(LastBox, Math.Max(1, _steps));
    }

    /// <summary>
    /// Corrects the motion as if the track had been seen all the while since its last detection, going straight: the error that gathered
    /// in between goes.
    /// </summary>
    public void CorrectAllTheWay(in BoundingBox box)
    {
        var from = LastBox;
        _motion = _whenSeen;
        for (var step = 1; step <= _steps; step++)
        {
            var share = step / (float)_steps;
            _motion.Predict(isLost: false);
            _motion.Update(new(Between(from.X1, box.X1, share), Between(from.Y1, box.Y1, share),
                Between(from.X2, box.X2, share), Between(from.Y2, box.Y2, share)));
        }
    }

    /// <summary>Notes a detection that the motion has taken in.</summary>
    public void Note(in Detection detection, FrameInfo frame)
    {
        (_last, LastBox, Missed, _steps, IsSeen) = (frame, detection.Box, 0, 0, true);
        (_whenSeen, _score, _model) = (_motion, detection.Score, detection.Model);
        _hits++;
        _bestScore = Math.Max(_bestScore, detection.Score);
        Vote(detection.ClassId, detection.Label);
    }

    /// <summary>Notes that a model looked and found nothing.</summary>
    public void Miss() => Missed++;

    /// <summary>Gives the track its public id when it has earned it: ids skip no number.</summary>
    public void Confirm(int minHits, ref long lastId)
    {
        if (Id == null && _hits >= minHits) Id = ++lastId;
    }

    /// <summary>The object as a tracker shows it where no model saw it, for a confirmed track.</summary>
    /// <param name="box">Where it is expected.</param>
    public Detection Predict(in BoundingBox box) => new(ClassId, _label, _score, box) { TrackId = Id, Predicted = true, Model = _model };

    /// <summary>The summary, for a confirmed track.</summary>
    public Track Summarize() => new(Id!.Value, ClassId, _label, _first.Index, _last.Index, _first.CapturedAt, _last.CapturedAt,
        _hits, _bestScore, _firstBox, LastBox);

    private static float Between(float from, float to, float share) => from + ((to - from) * share);

    private void Vote(int classId, string label)
    {
        var at = 0;
        while (at < _votes.Count && _votes[at].ClassId != classId) at++;
        if (at == _votes.Count) _votes.Add((classId, label, 0));
        var votes = _votes[at].Votes + 1;
        _votes[at] = (classId, label, votes);
        foreach (var vote in _votes)
            if (vote.Votes > votes) return;
        (ClassId, _label) = (classId, label);
    }
}
