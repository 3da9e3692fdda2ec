using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Chooses the few frames worth keeping of each source, under a budget.</summary>
/// <param name="options">Its options.</param>
/// <param name="context">Its place in the graph.</param>
internal sealed class KeyframeStage(KeyframeOptions options, StageContext context) : IFrameStage, IEndsTogether
{
    // Of each about two and a half kilobytes.
    private const int Remembered = 4000;
    private readonly ConcurrentDictionary<string, SourceKeyframes> _sources = new(StringComparer.Ordinal);
    private readonly KeptFrames _kept = new(Remembered);
    private readonly SharedBudget? _budget = options.Budget.Share == BudgetShare.Global ? new(options.Budget, context.Sources, context.Time) : null;
    private readonly CancellationTokenSource _stop = new();

    // Guards the two below.
    private readonly Lock _counting = new();
    private readonly List<SourceKeyframes> _counted = [];
    private KeyframeCounts _past = KeyframeCounts.None;
    private AppearanceSpace _space = AppearanceSpace.Plain;
    private KeyframeKeeping? _keeping;
    private PeriodReporter? _reporter;

    /// <summary>What became of the frames of all sources, those that are over too; for any thread.</summary>
    public KeyframeCounts Counts
    {
        get
        {
            lock (_counting) return _counted.Aggregate(_past, static (sum, source) => sum.Add(source.Counts));
        }
    }

    /// <inheritdoc/>
    public bool EndsTogether => _budget != null;

    /// <summary>Where candidates wait, once it has started.</summary>
    internal ICandidateStore? Candidates => _keeping?.Candidates;

    /// <summary>Ends when the states that sources began to write are on disk.</summary>
    internal Task SavedAsync() => Task.WhenAll(_sources.Values.Select(static source => source.Saving));

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken stop)
    {
        if (options.Embedding is { } embedding) _space = AppearanceSpace.With(ModelRegistry.Of(context).Get(embedding.Model, 1, stop).Sha256);
        _keeping = await KeyframeKeeping.OpenAsync(context, options.Temporary, options.Archive, options.Blur, stop);
        _reporter = new(context, _keeping.Archive);
        if (_keeping.Archive is { } archive) _kept.Seed(archive, _space, fault => context.Log.Warn($"What the archive holds cannot be read, so that what is kept may repeat it: {fault.Message}"), _stop.Token);
        if (_keeping.States is not { } states) return;
        _budget?.Load(states);
        // What a killed process left to be chosen doesn't wait for a camera to come back.
        foreach (var source in context.Sources)
            if (states.Has(source)) Begin(source);
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        if (!_sources.TryGetValue(frame.Info.Source, out var source)) source = Begin(frame.Info.Source);
        return source.OfferAsync(frame, output, stop);
    }

    /// <inheritdoc/>
    public async ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        if (_sources.TryRemove(source, out var over))
        {
            try
            {
                await using (over) await over.EndAsync(output, stop);
            }
            finally
            {
                lock (_counting)
                    if (_counted.Remove(over)) _past = _past.Add(over.Counts);
            }
        }

        _budget?.Leave(source);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values) await source.DisposeAsync();
        _sources.Clear();
        await _stop.CancelAsync();
        await _kept.Seeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        if (_keeping != null) await _keeping.DisposeAsync();
        _budget?.Dispose();
    }

    private SourceKeyframes Begin(string source)
    {
        var keeping = _keeping ?? throw new InvalidOperationException("A stage is started before it is given frames.");
        _budget?.Join(source);
        var begun = new SourceKeyframes(options with { Space = _space }, source, keeping, _kept, _budget, _reporter!, context.Log);
        lock (_counting) _counted.Add(begun);
        return _sources[source] = begun;
    }
}
