using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Joins detections into tracks, each source by itself.</summary>
internal sealed class TrackStage(TrackOptions options) : IFrameStage
{
    private readonly ConcurrentDictionary<string, SourceTracker> _trackers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        var tracker = _trackers.GetOrAdd(frame.Info.Source, static (_, options) => new SourceTracker(options), options);
        var detections = tracker.Update(frame, out var ended);
        return output.EmitAsync(frame.With(detections, ended), stop);
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        _trackers.TryRemove(source, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
