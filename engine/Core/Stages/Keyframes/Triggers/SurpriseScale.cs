using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>When a surprise is enough for a rule: more than in nearly all frames so far that surprised at all, after a time of learning.</summary>
/// <param name="threshold">That share of frames.</param>
/// <param name="learning">For so long everything is new.</param>
internal sealed class SurpriseScale(double threshold, TimeSpan learning)
{
    // As bad as can be: what nobody did among 65,536 tracks.
    private const double MostBits = 16;
    private const double HalfLifeSeconds = 86400;
    private readonly PercentileScale _frames = new(0, 24, HalfLifeSeconds);
    private double? _first;

    /// <summary>Whether everything was still new at the latest look.</summary>
    public bool IsLearning { get; private set; } = true;

    /// <summary>Looks at what surprises in a frame; <see cref="Note"/> comes after all of it.</summary>
    /// <param name="bits">How much; 0 for nothing.</param>
    /// <param name="at">Seconds.</param>
    /// <param name="early">Whether it may also be said while everything is new.</param>
    /// <returns>How bad it is, up to 1; 0 where it is not enough.</returns>
    public float SeverityOf(double bits, double at, bool early = false)
        => bits <= 0 || (!early && IsLearningAt(at)) || _frames.ShareBelow(bits) < threshold ? 0 : Severity(bits);

    /// <summary>How bad so many bits are, 0 to 1.</summary>
    public static float Severity(double bits) => bits <= 0 ? 0 : (float)Math.Clamp(bits / MostBits, 0.01, 1);

    /// <summary>Notes a frame.</summary>
    /// <param name="most">What surprises most in it; 0 for nothing, which is not counted.</param>
    /// <param name="at">Seconds.</param>
    public void Note(double most, double at)
    {
        _first ??= at;
        IsLearning = IsLearningAt(at);
        if (most > 0) _frames.Add(most, at);
    }

    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        _frames.Save(to);
        to.Double(_first);
        to.Bool(IsLearning);
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from)
    {
        _frames.Load(from);
        (_first, IsLearning) = (from.MaybeDouble(), from.Bool());
    }

    private bool IsLearningAt(double at) => at - (_first ?? at) < learning.TotalSeconds;
}
