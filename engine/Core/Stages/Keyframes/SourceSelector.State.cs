using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process, and the clock that does.</content>
internal sealed partial class SourceSelector
{
    // Of the period that the latest close fell into: a source that is started over and over has no more than the budget.
    private long _grantedIn = long.MinValue;
    private int _granted;

    private GridBlur? _blur;

    /// <summary>Whether its frames come whether or not anybody keeps up: then its clock is that on the wall.</summary>
    public bool IsLive { get; init; }

    /// <summary>When the latest frame was taken, on the source's clock.</summary>
    public double LastAt => _lastSeen;

    /// <summary>Names what a state's vectors are: those of another space cannot be compared.</summary>
    public AppearanceSpace Space => _options.Space;

    /// <summary>Frames kept at once of those that came back: their pictures wait to be archived.</summary>
    public IEnumerable<KeyframeChoice> ChosenAtOnce(IEnumerable<Candidate> back)
        => back.Where(static candidate => candidate.IsChosen).Select(candidate => new KeyframeChoice(candidate.Frame, candidate.Picture, KeyframeReasons.Of(candidate, null, _began)));

    /// <summary>Writes all it knows; for the source's thread.</summary>
    public void Save(StateWriter to)
    {
        Ledger.Save(to);
        _rarity.Save(to);
        _sharpness.Save(to);
        _replacements.Save(to);
        to.Double(_start);
        to.Double(_lastSeen);
        to.Double(_fallback);
        to.Long(_offered);
        to.Double(_spread);
        to.Double(_weight);
        to.Int(_spent);
        to.Time(_began);
        to.Long(_grantedIn);
        to.Int(_granted);
        to.Float(Luma);
        _repeats.Save(to);
        _scale.Save(to);
        _clusters.Save(to);
        to.Int(_clusters.IndexOf(_last));
        _tracks.Save(to);
        _drawn.Save(to);
        to.Double(_committedAt);
        _early.Save(to);
        EpisodeState.Save(to, _episodes);
        to.Int(_watches.Length);
        foreach (var watch in _watches)
        {
            to.Text(watch.Name);
            watch.Save(to, _episodes);
        }
    }

    /// <summary>Goes on from there.</summary>
    /// <param name="from">What <see cref="Save"/> wrote, with this one's ledger.</param>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public void Load(StateReader from)
    {
        Ledger.Load(from);
        _rarity.Load(from);
        _sharpness.Load(from);
        _replacements.Load(from);
        (_start, _lastSeen, _fallback) = (from.MaybeDouble(), from.Double(), from.Double());
        (_offered, _spread, _weight, _spent, _began) = (from.Long(), from.Double(), from.Double(), from.Int(), from.Time());
        (_grantedIn, _granted, Luma) = (from.Long(), from.Int(), from.Float());
        _repeats.Load(from);
        _scale.Load(from);
        _metric.Weight = _scale.Weight;
        _clusters.Load(from);
        var last = from.Int();
        _last = last >= 0 && last < _clusters.Clusters.Count ? _clusters.Clusters[last] : null;
        _tracks.Load(from);
        _drawn.Load(from);
        _committedAt = from.Double();
        _early.Load(from);
        _episodes.AddRange(EpisodeState.Load(from));
        var watches = from.Count();
        for (var i = 0; i < watches; i++)
        {
            // Rules are compared by name and place; where they were changed all of them learn anew.
            if (i >= _watches.Length || _watches[i].Name != from.Word()) break;
            _watches[i].Load(from, _episodes);
        }
    }

    /// <summary>Seconds on the clock that periods, hours and rarity go by.</summary>
    private double TimeOf(Frame frame) => SourceClock.TryRead(frame.Info, IsLive) is { } at ? _fallback = at : _fallback += 0.04;

    // Before anything is computed of the picture: what is written of it knows no more.
    private void Blur(Frame frame)
    {
        if (_options.Blur.Count > 0 && !frame.Detections.IsEmpty) (_blur ??= new(_options.Blur)).Apply(_grid, frame);
    }

    private bool HasRoom(double at) => _spent + (NumberOf(at) == _grantedIn ? _granted : 0) < _options.Budget.Rate.Count;

    private int Grant(long number, int wanted)
    {
        if (number != _grantedIn) (_grantedIn, _granted) = (number, 0);
        var most = Math.Max(0, _options.Budget.Rate.Count - _granted - _spent);
        var granted = Math.Clamp(wanted, 0, most);
        _granted += granted + _spent;
        return granted;
    }
}
