using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Flow;

/// <summary>Passes on what a sampler of each source keeps; of a source that has chosen for it, what that chose.</summary>
/// <param name="id">The stage's id.</param>
/// <param name="make">Makes the sampler of a source.</param>
internal sealed class SampleStage(string id, Func<ISampler> make) : IFrameStage
{
    private readonly ConcurrentDictionary<string, ISampler> _samplers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        if (frame.Info.Choice.For(id) is { } isMeant) return isMeant ? output.EmitAsync(frame.Share(), stop) : ValueTask.CompletedTask;
        if (!_samplers.TryGetValue(frame.Info.Source, out var sampler))
            sampler = _samplers.GetOrAdd(frame.Info.Source, make());
        return sampler.Keeps(frame.Info.PtsSeconds, frame.Info.ArrivedTimestamp) ? output.EmitAsync(frame.Share(), stop) : ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        _samplers.TryRemove(source, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
