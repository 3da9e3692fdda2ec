namespace Sluice.Core.Config;

/// <summary>How often a recorded source is read. Written <c>true</c>, <c>false</c> or a number of passes.</summary>
/// <param name="Passes">1 or more; 0 for endless.</param>
public readonly record struct LoopCount(int Passes)
{
    /// <summary>Read once: <c>false</c>.</summary>
    public static LoopCount Once => new(1);

    /// <summary>Read for ever: <c>true</c>.</summary>
    public static LoopCount Endless => new(0);

    /// <summary>Whether it never ends.</summary>
    public bool IsEndless => Passes == 0;
}
