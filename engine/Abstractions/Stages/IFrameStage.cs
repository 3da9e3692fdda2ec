namespace Sluice.Abstractions;

/// <summary>A stage that takes one frame at a time.</summary>
public interface IFrameStage : IStage
{
    /// <summary>
    /// Looks at a frame and emits what should go on: usually one frame made with <c>frame.With(...)</c> or <c>frame.Share()</c>. Emitting
    /// nothing means the stage chose not to pass it on. At the end of a branch, returning means it is published.
    /// </summary>
    /// <param name="frame">Borrowed: valid until the returned task ends.</param>
    /// <param name="output">Where to emit.</param>
    /// <param name="stop">Cancelled when the engine stops or the stage ran past its deadline.</param>
    ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop);
}
