using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Flow;

/// <summary>Passes on what a sampler of each source keeps.</summary>
/// <param name="make">Makes the sampler of a source.</param>
internal sealed class SampleStage(Func<ISampler> make) : IFrameStage
{
    private readonly ConcurrentDictionary<string, ISampler> _samplers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        if (!_samplers.TryGetValue(frame.Info.Source, out var sampler))
            sampler = _samplers.GetOrAdd(frame.Info.Source, make());
        return sampler.Keeps(frame.Info) ? output.EmitAsync(frame.Share(), stop) : ValueTask.CompletedTask;
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
