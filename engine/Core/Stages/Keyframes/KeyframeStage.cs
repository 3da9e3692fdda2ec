using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Chooses the few frames worth keeping of each source, under a budget.</summary>
/// <param name="options">Its options.</param>
/// <param name="store">Where candidates' pictures wait; owned.</param>
/// <param name="log">Where it says how a source went; null for nowhere.</param>
internal sealed class KeyframeStage(KeyframeOptions options, ICandidateStore store, IStageLog? log) : IFrameStage
{
    // Of each about five kilobytes.
    private const int Remembered = 2000;
    private readonly ConcurrentDictionary<string, SourceKeyframes> _sources = new(StringComparer.Ordinal);
    private readonly KeptFrames _kept = new(Remembered);

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        if (!_sources.TryGetValue(frame.Info.Source, out var source))
            source = _sources.GetOrAdd(frame.Info.Source, new SourceKeyframes(options, frame.Info.Source, store, _kept, log));
        return source.OfferAsync(frame, output, stop);
    }

    /// <inheritdoc/>
    public async ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        if (!_sources.TryRemove(source, out var over)) return;
        await using (over) await over.EndAsync(output, stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values) await source.DisposeAsync();
        _sources.Clear();
        await store.DisposeAsync();
    }
}
