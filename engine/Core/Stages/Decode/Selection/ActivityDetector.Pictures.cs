namespace Sluice.Core.Stages.Decode.Selection;

/// <content>
/// What intra frames say, where they are looked at. Packets raise a suspicion at a part of what opens; the next intra frame confirms or
/// dismisses it. How little raises one follows from how often that was in vain, and from what looking costs.
/// </content>
internal sealed partial class ActivityDetector
{
    // So much stronger than what opens without pictures opens at once, where the next intra frame is no further off than this.
    private const double OpensUnseen = 1.5, MostGroupSeconds = 5;

    // The least part of what opens that is a suspicion; how a dismissed one raises it; what a group lowers it by, over an intra frame's part.
    private const double LeastSuspect = 0.25, MostSuspect = 1.2, Raise = 1.35, Lower = 0.006, MostLower = 0.06;

    // Intra frames in a row that show quiet while packets don't, after which pictures are believed.
    private const int SameToClose = 2, SameToLearn = 1;

    private double _suspect = 0.5;
    private double? _suspectedAt;
    private int _same;

    /// <summary>Whether intra frames are looked at, and what they show is told here.</summary>
    public bool SeesPictures { get; set; }

    /// <summary>Whether the next intra frame is worth a look.</summary>
    public bool IsSuspicious => State == GateState.Quiet && _suspectedAt != null;

    /// <summary>Tells what an intra frame showed.</summary>
    /// <param name="verdict">What it says.</param>
    /// <param name="seconds">Its time.</param>
    public void See(PictureVerdict verdict, double seconds)
    {
        if (verdict == PictureVerdict.Unknown) return;
        _same = verdict == PictureVerdict.Same ? _same + 1 : 0;

        // Groups that repeat each other are no quiet while pictures differ.
        if (verdict == PictureVerdict.Changed) _alike = 0;
        switch (State)
        {
            case GateState.Quiet when verdict == PictureVerdict.Same:
                if (_suspectedAt != null) Dismiss();
                break;
            case GateState.Quiet:
                Confirm(seconds);
                break;
            case GateState.Active when verdict == PictureVerdict.Changed:
                _activeAt = seconds;
                Sign(seconds);
                break;
            case GateState.Active when _same >= SameToClose:
                BelievePictures(seconds);
                break;
            case GateState.Learning when _same >= SameToLearn:
                BelievePictures(seconds);
                break;
        }
    }

    private double OpensAt => SeesPictures && _groupSeconds < MostGroupSeconds ? OpensUnseen : 1;

    /// <summary>How long activity lasts: no picture has said yet that it is over, and one soon will.</summary>
    private double HoldSeconds => hold.TotalSeconds + (SeesPictures && _same == 0 && _groupSeconds < MostGroupSeconds ? _groupSeconds : 0);

    private void Suspect(double seconds)
    {
        if (SeesPictures && Strength > _suspect) _suspectedAt ??= seconds;
    }

    private void Forgive() => _suspectedAt = null;

    private void Dismiss()
    {
        _suspect = Math.Min(MostSuspect, _suspect * Raise);
        Forgive();
        LearnGroup();
    }

    private void Confirm(double seconds)
    {
        // Nothing was suspected and yet something is there: packets were not listened to closely enough.
        if (_suspectedAt == null) _suspect = Math.Max(LeastSuspect, _suspect / Raise);
        DelaySeconds = _suspectedAt is { } since ? seconds - since + (LongestDelay * Spans[^2]) : double.PositiveInfinity;
        Forgive();
        (State, _activeAt) = (GateState.Active, seconds);
        Sign(seconds);
    }

    /// <summary>Takes the last group for what quiet looks like, whatever its packets say; activity ends when it has been held.</summary>
    private void BelievePictures(double seconds)
    {
        if (_keptCount == 0) return;
        LearnGroup();
        Array.Clear(_averages);
        if (State == GateState.Learning && seconds > _heldUntil) Begin(GroupComparison.Of(_kept[0], _kept[Math.Min(1, _keptCount - 1)]) ?? default, seconds);
    }

    private void LearnGroup()
    {
        const float Rate = 0.5f;
        foreach (var place in _kept[0].Places) _levels[place] += (_kept[0][place] - _levels[place]) * (_seen[place] == 0 ? 1 : Rate);
    }

    /// <summary>At the end of a quiet group that nobody suspected: less is enough for a suspicion, the more so the less a look costs.</summary>
    private void Calm()
    {
        if (!SeesPictures || State != GateState.Quiet || _suspectedAt != null) return;
        var part = _intraCost / Math.Max(1, _intraCost + (_kept[0].MeanLinear() * _kept[0].Count));
        _suspect = Math.Max(LeastSuspect, _suspect * (1 - Math.Min(MostLower, Lower / Math.Max(0.01, part))));
    }
}
