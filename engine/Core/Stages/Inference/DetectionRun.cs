using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Core.Stages.Inference.Regions;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>
/// Finds objects in frames: pre-processing straight into the bound input, one run a batch, decoding. All memory is made on the first batch
/// of each size and kept. One thread at a time; the model outlives it.
/// </summary>
public sealed class DetectionRun : IDisposable
{
    private readonly ModelRunner _runner;
    private readonly BoxDecoder _decoder;
    private readonly FrameAreas _areas;
    private readonly AreaMerger? _merger;
    private readonly int[] _frameOf;
    private readonly ImmutableArray<Detection>[] _found;
    private FrameVector?[] _vectors = [];
    private OutputSet? _last;

    /// <summary>Prepares runs.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="batch">Most images a run, at least 1; a model of fixed batch runs as many as it takes.</param>
    /// <param name="limits">What to keep; null for what the card says.</param>
    /// <param name="warn">Told once, in a line, when the first images give boxes or scores that no right card would give; null for nobody.</param>
    /// <param name="areas">The parts of each frame to look at; null for the whole. Not shared with another run.</param>
    /// <exception cref="ModelException">The model gives no boxes.</exception>
    public DetectionRun(DetectionModel model, int batch, DetectionLimits? limits = null, Action<string>? warn = null, FrameAreas? areas = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        limits ??= DetectionLimits.Of(model);
        _areas = areas ?? FrameAreas.Whole;
        if (_areas.Overlaps) _merger = new(limits);
        _decoder = new(model, limits, warn);
        _runner = new(model, batch);
        _frameOf = new int[_runner.Images];
        _found = new ImmutableArray<Detection>[_runner.Images];
    }

    /// <summary>Makes vectors of the model's features; null for nobody who wants them.</summary>
    internal FeatureReader? Features { get; init; }

    /// <summary>The vectors of the latest frames, where <see cref="Features"/> makes them; null for one whose features are no numbers.</summary>
    internal ReadOnlySpan<FrameVector?> Vectors => _vectors;

    /// <summary>Finds the objects in frames.</summary>
    /// <param name="frames">Any number, of any sources and sizes; borrowed.</param>
    /// <param name="results">As many: the detections of each frame by falling score, in pixels of the displayed frame; a default array
    /// for a frame for which the model gave numbers that are none, on a fresh session too.</param>
    /// <param name="stop">Ends a run under way.</param>
    /// <exception cref="ModelException">The output has not the shape the card says.</exception>
    /// <exception cref="OrtException">The run failed, on a fresh session too.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public void Detect(IReadOnlyList<Frame> frames, Span<ImmutableArray<Detection>> results, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(results.Length, frames.Count, nameof(results));
        results[..frames.Count].Fill([]);
        if (_vectors.Length < frames.Count && Features != null) _vectors = new FrameVector?[frames.Count];
        Array.Clear(_vectors);
        var count = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            foreach (var area in _areas.Of(frames[i].DisplayWidth, frames[i].DisplayHeight))
            {
                _runner.Put(count, frames[i], area);
                _frameOf[count++] = i;
                if (count < _runner.Images) continue;
                Run(count, results, stop);
                count = 0;
            }
        }

        if (count > 0) Run(count, results, stop);
    }

    /// <summary>Reads the last run's first image once more, by other limits.</summary>
    /// <param name="decoder">Of the same model.</param>
    internal ImmutableArray<Detection> Again(BoxDecoder decoder)
    {
        var outputs = _last ?? throw new InvalidOperationException("Nothing has run yet.");
        return decoder.Decode(outputs, 0, _runner.Placements[0]);
    }

    /// <summary>Gives the memory up.</summary>
    public void Dispose() => _runner.Dispose();

    // A model that gave numbers that are none is asked again on a fresh session, all images of the run together.
    private void Run(int count, Span<ImmutableArray<Detection>> results, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (!Decode(count, stop) && _runner.TryRenew(stop)) Decode(count, stop);
        for (var i = 0; i < count; i++)
        {
            ref var result = ref results[_frameOf[i]];
            if (Features != null) _vectors[_frameOf[i]] = Features.Read(_runner.Features!, i);
            if (_merger == null || _found[i].IsDefault) result = _found[i];
            else if (!result.IsDefault) result = Join(result, _found[i]);
        }
    }

    private bool Decode(int count, CancellationToken stop)
    {
        var outputs = _last = _runner.Run(count, stop);
        var sound = true;
        for (var i = 0; i < count; i++)
        {
            _found[i] = _decoder.Decode(outputs, i, _runner.Placements[i]);
            sound &= !_found[i].IsDefault;
        }

        return sound;
    }

    // Parts of a frame may lie in several runs, so each part joins those before it.
    private ImmutableArray<Detection> Join(ImmutableArray<Detection> known, ImmutableArray<Detection> found)
    {
        if (found.IsEmpty) return known;
        _merger!.Add(known);
        _merger.Add(found);
        return _merger.Take();
    }
}
