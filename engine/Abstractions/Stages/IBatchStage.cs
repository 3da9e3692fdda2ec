namespace Sluice.Abstractions;

/// <summary>A stage that works best on several frames at once, of any sources. The engine gathers the batches.</summary>
public interface IBatchStage : IStage
{
    /// <summary>How batches are gathered.</summary>
    BatchOptions Batch { get; }

    /// <summary>Looks at a batch and emits what should go on, each source's frames in the order they came.</summary>
    /// <param name="frames">1 to <see cref="BatchOptions.Size"/> frames, borrowed until the returned task ends.</param>
    /// <param name="output">Where to emit.</param>
    /// <param name="stop">Cancelled when the engine stops or the stage ran past its deadline.</param>
    ValueTask ProcessAsync(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop);
}
