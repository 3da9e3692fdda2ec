namespace Sluice.Core.Stages.Analytics;

/// <summary>Yes or no with hysteresis: a change counts once it has lasted. Starts at no.</summary>
internal struct SettledFlag
{
    // Frame times are sums of fractions: 5 x 0.04 s is to count as 0.2 s.
    private const double Rounding = 1e-6;

    /// <summary>The settled value.</summary>
    public bool Value { get; private set; }

    /// <summary>Whether the other value was seen last, and has not lasted yet.</summary>
    public bool IsTurning { get; private set; }

    /// <summary>When the other value was first seen, while <see cref="IsTurning"/>.</summary>
    public double TurnedAt { get; private set; }

    /// <summary>When the settled value was first seen, in seconds of the stream.</summary>
    public double Since { get; private set; }

    /// <summary>How long the value before had lasted, in seconds.</summary>
    public double Lasted { get; private set; }

    /// <summary>Takes an observation.</summary>
    /// <param name="now">What was observed.</param>
    /// <param name="isSeen">Whether it was seen; what was only predicted begins and confirms no change, but may call one off.</param>
    /// <param name="time">Seconds of the stream.</param>
    /// <param name="settle">How long a change must last, in seconds.</param>
    /// <returns>Whether the settled value changed.</returns>
    public bool Observe(bool now, bool isSeen, double time, double settle)
    {
        if (now == Value)
        {
            IsTurning = false;
            return false;
        }

        if (!isSeen) return false;
        if (!IsTurning) (IsTurning, TurnedAt) = (true, time);
        if (time - TurnedAt < settle - Rounding) return false;
        (Value, IsTurning, Lasted, Since) = (now, false, TurnedAt - Since, TurnedAt);
        return true;
    }
}
