using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>Runs a second model on the boxes of chosen objects, the objects of all frames of a batch together.</summary>
/// <param name="context">Its place in the graph.</param>
/// <param name="options">Its options.</param>
/// <param name="models">Holds the model.</param>
/// <param name="note">What is made of the model's output.</param>
internal sealed class CropStage(StageContext context, CropOptions options, ModelRegistry models, ICropNote note) : IBatchStage
{
    private readonly ConcurrentDictionary<string, TrackNotes> _tracks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _labels = [.. options.Classes];
    private readonly List<Crop> _crops = [];
    private readonly Detection[]?[] _changed = new Detection[]?[options.Batch.Size];
    private readonly bool[] _broken = new bool[options.Batch.Size];
    private ModelRunner? _runner;

    /// <inheritdoc/>
    public BatchOptions Batch => options.Batch;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        var model = models.Get(options.Model, 1, stop);
        foreach (var line in model.Notes) context.Log.Info($"Model '{model.Id}' {line}.");
        note.Read(model);
        _runner = new(model, options.Objects);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop)
    {
        Look(frames, stop);
        Frame? broken = null;
        for (var i = 0; i < frames.Count; i++)
        {
            if (_broken[i]) broken = frames[i];
            else if (_changed[i] is { } changed) await output.EmitAsync(frames[i].With(ImmutableCollectionsMarshal.AsImmutableArray(changed)), stop);
            else await output.EmitAsync(frames[i].Share(), stop);
        }

        if (broken != null)
            throw new ModelException($"Model '{options.Model}' gave numbers that are none (NaN or infinite) for an object in frame "
                + $"{broken.Info.Index} of source '{broken.Info.Source}'.");
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        _tracks.TryRemove(source, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _runner?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Look(IReadOnlyList<Frame> frames, CancellationToken stop)
    {
        var runner = _runner ?? throw new InvalidOperationException("The stage was not started.");
        _crops.Clear();
        for (var i = 0; i < frames.Count; i++)
        {
            (_changed[i], _broken[i]) = (null, false);
            Gather(frames[i], i);
        }

        for (var start = 0; start < _crops.Count; start += runner.Images)
        {
            var count = Math.Min(runner.Images, _crops.Count - start);
            for (var i = 0; i < count; i++) runner.Put(i, frames[_crops[start + i].Frame], _crops[start + i].Area);
            var outputs = runner.Run(count, stop);
            for (var i = 0; i < count; i++)
            {
                var crop = _crops[start + i];
                if (outputs.IsFinite(i)) Note(frames[crop.Frame], crop, note.Add(outputs, i, Changed(frames, crop.Frame)[crop.Object].Details));
                else _broken[crop.Frame] = true;
            }
        }
    }

    private void Gather(Frame frame, int at)
    {
        var detections = frame.Detections;
        for (var i = 0; i < detections.Length; i++)
        {
            var detection = detections[i];
            if (_labels.Count > 0 && !_labels.Contains(detection.Label)) continue;
            var isSure = !detection.Predicted && detection.Score >= options.MinScore && detection.Box.Width >= options.MinSize
                && detection.Box.Height >= options.MinSize && frame.HasPicture;
            if (detection.TrackId is { } track)
            {
                var (look, found) = Notes(frame.Info.Source).See(track, frame.Info.Index, isSure);
                if (!look && found != null) Change(frame, at)[i] = detection with { Details = note.Carry(found, detection.Details) };
                if (!look) continue;
            }
            else if (!isSure)
            {
                continue;
            }

            _crops.Add(new(at, i, Area(detection.Box, frame)));
        }
    }

    private void Note(Frame frame, Crop crop, ObjectDetails? details)
    {
        var changed = Change(frame, crop.Frame);
        changed[crop.Object] = changed[crop.Object] with { Details = details };
        if (details != null && changed[crop.Object].TrackId is { } track) Notes(frame.Info.Source).Keep(track, frame.Info.Index, details);
    }

    private ReadOnlySpan<Detection> Changed(IReadOnlyList<Frame> frames, int at) => _changed[at] ?? frames[at].Detections.AsSpan();

    private Detection[] Change(Frame frame, int at) => _changed[at] ??= [.. frame.Detections];

    private TrackNotes Notes(string source) => _tracks.GetOrAdd(source, static (_, every) => new TrackNotes(every), options.Every);

    // Whole pixels that hold the box, inside the frame.
    private PictureArea Area(BoundingBox box, Frame frame)
    {
        var (wider, higher) = ((float)(box.Width * options.Margin), (float)(box.Height * options.Margin));
        var left = Math.Clamp((int)MathF.Floor(box.X1 - wider), 0, frame.DisplayWidth - 1);
        var top = Math.Clamp((int)MathF.Floor(box.Y1 - higher), 0, frame.DisplayHeight - 1);
        var right = Math.Clamp((int)MathF.Ceiling(box.X2 + wider), left + 1, frame.DisplayWidth);
        var bottom = Math.Clamp((int)MathF.Ceiling(box.Y2 + higher), top + 1, frame.DisplayHeight);
        return new(left, top, right - left, bottom - top);
    }

    private readonly record struct Crop(int Frame, int Object, PictureArea Area);
}
