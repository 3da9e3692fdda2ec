namespace Sluice.Plugins.SceneChange;

/// <summary>What is remembered of one source from frame to frame.</summary>
internal sealed class SourceMemory
{
    // How fast the usual difference follows: about the last twenty frames.
    private const double Follow = 0.05;
    private double _usual;
    private double? _lastChange;

    /// <summary>Whether a frame was seen before.</summary>
    public bool HasPrevious { get; private set; }

    /// <summary>The frame before.</summary>
    public LumaGrid Previous { get; private set; } = new();

    /// <summary>To read the next frame into.</summary>
    public LumaGrid Next { get; private set; } = new();

    /// <summary>Takes up the difference of a frame to the one before.</summary>
    /// <param name="difference">Mean difference in levels.</param>
    /// <param name="seconds">The frame's time.</param>
    /// <param name="options">What counts as a change.</param>
    /// <returns>By how much it exceeds what is usual here, when that is a change; null otherwise.</returns>
    public double? Judge(double difference, double seconds, SceneChangeOptions options)
    {
        var excess = difference - _usual;
        var changed = excess >= options.Threshold && !(seconds - _lastChange < options.MinGap.TotalSeconds);
        if (!changed)
        {
            _usual += Follow * excess;
            return null;
        }

        _lastChange = seconds;
        return excess;
    }

    /// <summary>Makes the frame just read the one before.</summary>
    public void Advance()
    {
        (Previous, Next) = (Next, Previous);
        HasPrevious = true;
    }
}
