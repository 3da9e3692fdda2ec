namespace Sluice.Abstractions;

/// <summary>
/// A node of the graph. Implement <see cref="IFrameStage"/> or <see cref="IBatchStage"/>. Calls for one source come in order and never
/// overlap; whether calls for different sources may overlap is the factory's <see cref="StageFactory.Parallel"/>.
/// </summary>
public interface IStage : IAsyncDisposable
{
    /// <summary>Called once before the first frame: load models, open connections. Throwing fails the start of the graph.</summary>
    /// <param name="stop">Cancelled when the start is given up.</param>
    ValueTask StartAsync(CancellationToken stop) => ValueTask.CompletedTask;

    /// <summary>Called after the last frame of a source: emit what was held back for it and forget it.</summary>
    /// <param name="source">The source's id.</param>
    /// <param name="output">Where to emit.</param>
    /// <param name="stop">Cancelled when the engine gives up waiting.</param>
    ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop) => ValueTask.CompletedTask;
}
