namespace Sluice.Core.Stages.Decode;

/// <summary>Waits that double up to a cap, each drawn from the upper half of its range so that many cameras don't come back at once.</summary>
/// <param name="first">The first wait at most.</param>
/// <param name="cap">Every wait at most.</param>
/// <param name="random">Draws the jitter.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan cap, Random random)
{
    private int _failures;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var longest = Math.Min(cap.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 30)));
        return TimeSpan.FromSeconds(longest * (0.5 + (0.5 * random.NextDouble())));
    }

    /// <summary>Starts over after a success.</summary>
    public void Reset() => _failures = 0;
}
