using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Decoding;
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
    private OutputSet? _last;

    /// <summary>Prepares runs.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="batch">Most frames a run, at least 1; a model of fixed batch runs as many as it takes.</param>
    /// <param name="limits">What to keep; null for what the card says.</param>
    /// <param name="warn">Told once, in a line, when the first images give boxes or scores that no right card would give; null for nobody.</param>
    /// <exception cref="ModelException">The model gives no boxes.</exception>
    public DetectionRun(DetectionModel model, int batch, DetectionLimits? limits = null, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _decoder = new(model, limits ?? DetectionLimits.Of(model), warn);
        _runner = new(model, batch);
    }

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
        for (var start = 0; start < frames.Count; start += _runner.Images)
        {
            stop.ThrowIfCancellationRequested();
            var count = Math.Min(_runner.Images, frames.Count - start);
            for (var i = 0; i < count; i++) _runner.Put(i, frames[start + i]);
            var found = results.Slice(start, count);
            if (!Run(found, stop) && _runner.TryRenew(stop)) Run(found, stop);
        }
    }

    /// <summary>Reads the last run's first frame once more, by other limits.</summary>
    /// <param name="decoder">Of the same model.</param>
    internal ImmutableArray<Detection> Again(BoxDecoder decoder)
    {
        var outputs = _last ?? throw new InvalidOperationException("Nothing has run yet.");
        return decoder.Decode(outputs, 0, _runner.Placements[0]);
    }

    /// <summary>Gives the memory up.</summary>
    public void Dispose() => _runner.Dispose();

    // False when the model gave numbers that are none for some frame.
    private bool Run(Span<ImmutableArray<Detection>> found, CancellationToken stop)
    {
        var outputs = _last = _runner.Run(found.Length, stop);
        var sound = true;
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = _decoder.Decode(outputs, i, _runner.Placements[i]);
            sound &= !found[i].IsDefault;
        }

        return sound;
    }
}
