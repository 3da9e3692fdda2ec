namespace Sluice.Abstractions;

/// <summary>A stage that works best on several frames at once, of any sources. The engine gathers the batches.</summary>
public interface IBatchStage : IStage
{
    /// <summary>How batches are gathered.</summary>
    BatchOptions Batch { get; }

    /// <summary>
    /// Most calls at once, at least 1; read once, before the start. With several, calls overlap, <see cref="IStage.EndSourceAsync"/> may
    /// overlap with calls for other sources, and what a call emits for a source is held back until every earlier call with frames of that
    /// source has ended: frames of a source leave in the order they came, whichever call is done first.
    /// </summary>
    int Runs => 1;

    /// <summary>
    /// Whether calls that overlap may have frames of the same source. A stage that remembers things by source says no: a source's frames
    /// then wait until the call that has its earlier ones has ended.
    /// </summary>
    bool OverlapsSource => true;

    /// <summary>
    /// Frames of each source that are passed by after each one that is taken, counted before batching; read once, before the start. They
    /// take no place in a batch and wait for none: the engine hands them on as <see cref="Frame.Skip"/>, behind the source's earlier ones.
    /// </summary>
    int Interval => 0;

    /// <summary>Looks at a batch and emits what should go on, each source's frames in the order they came.</summary>
    /// <param name="frames">1 to <see cref="BatchOptions.Size"/> frames, borrowed until the returned task ends.</param>
    /// <param name="output">Where to emit.</param>
    /// <param name="stop">Cancelled when the engine stops or the stage ran past its deadline.</param>
    ValueTask ProcessAsync(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop);
}
