namespace Sluice.Abstractions;

/// <summary>Where a frame's end is counted.</summary>
internal interface IOutcomeLedger
{
    /// <summary>Counts the end of one frame. Called once a frame, on any thread; must not throw.</summary>
    /// <param name="frame">The frame that ended.</param>
    /// <param name="outcome">How; never <see cref="Outcome.None"/>.</param>
    void Finish(FrameInfo frame, Outcome outcome);

    /// <summary>Told when a frame first reaches the end of a branch, which other branches may still be far from.</summary>
    /// <param name="frame">The frame.</param>
    void Publish(FrameInfo frame)
    {
    }
}
