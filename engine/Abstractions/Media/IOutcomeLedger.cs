namespace Sluice.Abstractions;

/// <summary>Where a frame's end is counted.</summary>
internal interface IOutcomeLedger
{
    /// <summary>Counts the end of one frame. Called once a frame, on any thread; must not throw.</summary>
    /// <param name="frame">The frame that ended.</param>
    /// <param name="outcome">How; never <see cref="Outcome.None"/>.</param>
    void Finish(FrameInfo frame, Outcome outcome);
}
