using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>A running source: reads and decodes until its stream ends or it is told to stop.</summary>
public interface ISource : IAsyncDisposable
{
    /// <summary>The source's id.</summary>
    string Id { get; }

    /// <summary>Whether frames keep coming whether or not we keep up; its edges then drop instead of waiting.</summary>
    bool IsLive { get; }

    /// <summary>What it is doing now; read at any time from any thread.</summary>
    SourceStatus Status { get; }

    /// <summary>What it counts about its stream; null where it counts nothing.</summary>
    StreamCounts? Counts => null;

    /// <summary>Runs the source. Faults of the camera or file are retried or end the source; they never escape.</summary>
    /// <param name="output">Takes over each frame; may wait when the source is not live.</param>
    /// <param name="stop">Ends the source; what was decoded is still emitted or counted.</param>
    Task RunAsync(IStageOutput output, CancellationToken stop);
}
