namespace Sluice.Host.Bench.Capacity;

/// <summary>The cameras of one trial, and the server behind them.</summary>
/// <param name="Cameras">The cameras.</param>
/// <param name="Server">Ended with them; null where they need none.</param>
internal sealed record RunningCameras(TrialCamera[] Cameras, RtspCameras? Server) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
