using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>
/// How far apart a track and a detection are, of what an object may go in the time between: where frames are few, nothing that moves
/// overlaps with where it was.
/// </summary>
internal sealed class Reach
{
    // After longer than this where an object went is a guess.
    private const double MostSeconds = 1;

    // Sides of one object do not change more between two frames.
    private const double MostAreaRatio = 3;

    // Of the whole way allowed: a class in doubt must not cut a track, but the same class is the likelier partner.
    private const double OtherClass = 0.3;
    private readonly double _sizesPerSecond;
    private FrameInfo? _now;

    /// <summary>Prepares it.</summary>
    /// <param name="sizesPerSecond">The most an object goes, in roots of its area a second.</param>
    public Reach(double sizesPerSecond)
    {
        _sizesPerSecond = sizesPerSecond;
        Cost = Of;
    }

    /// <summary>Of a pair: 0 where the detection is as expected, 1 at the farthest, and more where it can't be.</summary>
    public PairCost Cost { get; }

    /// <summary>Pairs what is left of a frame.</summary>
    public void Join(Pairing pairing, FrameInfo now)
    {
        _now = now;
        pairing.MatchWithin(this);
    }

    private double Of(LiveTrack track, in Detection detection)
    {
        var seconds = track.SecondsTo(_now!);
        if (seconds is <= 0 or > MostSeconds) return double.PositiveInfinity;
        var (was, now) = (track.LastBox, detection.Box);
        var (less, more) = was.Area < now.Area ? (was.Area, now.Area) : (now.Area, was.Area);
        if (less <= 0 || more > less * MostAreaRatio) return double.PositiveInfinity;
        var expected = track.Expected;
        var across = (now.X1 + now.X2 - expected.X1 - expected.X2) / 2;
        var down = (now.Y1 + now.Y2 - expected.Y1 - expected.Y2) / 2;
        var allowed = _sizesPerSecond * seconds * Math.Sqrt(more);
        return (Math.Sqrt((across * across) + (down * down)) / allowed) + (detection.ClassId == track.ClassId ? 0 : OtherClass);
    }
}
