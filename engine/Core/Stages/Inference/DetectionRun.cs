using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>
/// Runs a model over frames: pre-processing straight into the bound input, one run a batch, decoding. All memory is made on the first
/// batch of each size and kept. One thread at a time; the model outlives it.
/// </summary>
public sealed class DetectionRun : IDisposable
{
    private readonly DetectionModel _model;
    private readonly FramePreprocessor _preprocessor;
    private readonly RarePictureConverter _converter = new();
    private readonly BoxDecoder _decoder;
    private readonly OrtTensor _input;
    private readonly BoundBatch?[] _batches;
    private readonly ResamplePlan?[] _bordered;
    private readonly Placement[] _placements;
    private readonly OrtRunOptions _options = new();
    private readonly int _images;
    private BoundBatch? _last;

    /// <summary>Prepares runs.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="batch">Most frames a run, at least 1; a model of fixed batch runs as many as it takes.</param>
    /// <param name="limits">What to keep; null for what the card says.</param>
    public DetectionRun(DetectionModel model, int batch, DetectionLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        _model = model;
        _images = model.FixedBatch ?? batch;
        _preprocessor = new(model.Layout);
        _decoder = new(model, limits ?? DetectionLimits.Of(model));
        _input = OrtTensor.Allocate<float>(_images, 3, model.InputHeight, model.InputWidth);
        _batches = new BoundBatch?[_images + 1];
        _bordered = new ResamplePlan?[_images];
        _placements = new Placement[_images];
    }

    /// <summary>Finds the objects in frames.</summary>
    /// <param name="frames">Any number, of any sources and sizes; borrowed.</param>
    /// <param name="results">As many: the detections of each frame by falling score, in pixels of the displayed frame; a default array
    /// for a frame for which the model gave numbers that are none.</param>
    /// <param name="stop">Ends a run under way.</param>
    /// <exception cref="ModelException">The output has not the shape the card says.</exception>
    /// <exception cref="OrtException">The run failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public void Detect(IReadOnlyList<Frame> frames, Span<ImmutableArray<Detection>> results, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(results.Length, frames.Count, nameof(results));
        for (var start = 0; start < frames.Count; start += _images)
        {
            stop.ThrowIfCancellationRequested();
            var count = Math.Min(_images, frames.Count - start);
            Fill(frames, start, count);
            var batch = BatchOf(_model.FixedBatch ?? count);
            Run(batch, stop);
            _last = batch;
            for (var i = 0; i < count; i++) results[start + i] = _decoder.Decode(batch.Output, batch.Shape, i, _placements[i]);
        }
    }

    /// <summary>Reads the last run's first frame once more, by other limits.</summary>
    /// <param name="decoder">Of the same model.</param>
    internal ImmutableArray<Detection> Again(BoxDecoder decoder)
    {
        var batch = _last ?? throw new InvalidOperationException("Nothing has run yet.");
        return decoder.Decode(batch.Output, batch.Shape, 0, _placements[0]);
    }

    /// <summary>Gives the memory up.</summary>
    public void Dispose()
    {
        foreach (var batch in _batches) batch?.Dispose();
        _input.Dispose();
        _converter.Dispose();
        _options.Dispose();
    }

    private void Fill(IReadOnlyList<Frame> frames, int start, int count)
    {
        var length = _model.Layout.Length;
        var input = _input.As<float>();
        for (var i = 0; i < count; i++)
        {
            var frame = frames[start + i];
            var picture = frame.Picture.Format == PixelFormat.Other ? _converter.Convert(frame.Picture) : frame.Picture;
            _placements[i] = _preprocessor.Write(picture, frame.Rotation, input.Slice(i * length, length), ref _bordered[i]);
        }
    }

    private void Run(BoundBatch batch, CancellationToken stop)
    {
        if (_options.IsTerminated) _options.Reset();
        using var end = stop.UnsafeRegister(static options => ((OrtRunOptions)options!).Terminate(), _options);
        try
        {
            batch.Run(_options);
        }
        catch (OrtException fault) when (_options.IsTerminated)
        {
            throw new OperationCanceledException($"Model '{_model.Id}' was stopped in the middle of a run.", fault, stop);
        }
    }

    private BoundBatch BatchOf(int images) => _batches[images] ??= new(_model, _input, images);
}
