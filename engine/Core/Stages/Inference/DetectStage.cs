using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Tuning;

namespace Sluice.Core.Stages.Inference;

/// <summary>Runs a model over batches, several at once, and hands every frame on with what was found in it.</summary>
/// <param name="context">Its place in the graph.</param>
/// <param name="options">Its options.</param>
/// <param name="models">Holds the model.</param>
/// <param name="chosen">The shape it runs the model in.</param>
internal sealed partial class DetectStage(StageContext context, DetectOptions options, ModelRegistry models, DetectShape chosen) : IBatchStage
{
    private readonly Lock _gate = new();

    // Guarded by _gate. Last in, first out: memory that was used just now is still in the caches, and runs nobody needs are never made.
    private readonly Stack<DetectSlot> _free = new();
    private readonly List<DetectSlot> _slots = [];
    private DetectionModel? _model;
    private DetectionLimits? _limits;

    /// <inheritdoc/>
    public BatchOptions Batch => chosen.Batch;

    /// <inheritdoc/>
    public int Runs => chosen.Shape.Runs;

    /// <inheritdoc/>
    public int Interval => options.Shadow ? 0 : options.Interval;

    /// <inheritdoc/>
    public bool OverlapsSource => !options.Shadow;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        var model = models.Get(options.Model, chosen.Shape.Threads, stop);
        foreach (var note in model.Notes) context.Log.Info($"Model '{model.Id}' {note}.");
        context.Log.Info($"Model '{model.Id}' runs in {chosen.Shape} ({chosen.Origin}).");
        if (options.Features && model.Card.Features == null)
            throw new ModelException($"Stage '{context.Id}' asks for features, and the card of model '{model.Id}' names no output that has them: write features: OUTPUT there.");
        var limits = DetectionLimits.Of(model);
        _limits = limits with
        {
            Score = (float)(options.Score ?? limits.Score),
            Iou = (float)(options.Iou ?? limits.Iou),
            Classes = model.ClassesOf(options.Classes),
        };
        _model = model;

        // One at the start, so that a model that cannot be run fails it; the others when frames ask for them, or now too where that would
        // disturb whoever else uses the device by then.
        DetectSlot[] ready = [.. Enumerable.Range(0, model.CapturesGraphs ? Runs : 1).Select(_ => Rent())];
        Array.ForEach(ready, Return);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop)
    {
        if (options.Shadow)
        {
            await CheckAsync(frames, output, stop);
            return;
        }

        var slot = Rent();
        try
        {
            slot.Run.Detect(frames, slot.Results, stop);
            Frame? broken = null;
            for (var i = 0; i < frames.Count; i++)
            {
                if (slot.Results[i].IsDefault) broken = frames[i];
                else await output.EmitAsync(Seen(frames[i], slot, i), stop);
            }

            // The others have gone on: a frame's greatest outcome counts, so only those held back here end as failed.
            if (broken != null) throw Broken(broken);
        }
        finally
        {
            Return(slot);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var slot in _slots) slot.Run.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Frame Seen(Frame frame, DetectSlot slot, int at)
    {
        var seen = frame.With(slot.Results[at]);
        if (slot.Run.Features == null || slot.Run.Vectors[at] is not { } vector) return seen;
        using (seen) return seen.With(vector);
    }

    private ModelException Broken(Frame frame)
        => new($"Model '{options.Model}' gave numbers that are none (NaN or infinite) for frame {frame.Info.Index} of source '{frame.Info.Source}'.");

    private DetectSlot Rent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out var free)) return free;
            var model = _model ?? throw new InvalidOperationException("The stage was not started.");
            // One of them watches the model's numbers: the others would only say the same again.
            Action<string>? warn = _slots.Count == 0 ? context.Log.Warn : null;
            var run = new DetectionRun(model, Batch.Size, _limits, warn, new(options.Roi, options.Tiles)) { Features = options.Features ? new(model.Id) : null };
            var slot = new DetectSlot(run, new ImmutableArray<Detection>[Batch.Size]);
            _slots.Add(slot);
            return slot;
        }
    }

    private void Return(DetectSlot slot)
    {
        Array.Clear(slot.Results);
        lock (_gate) _free.Push(slot);
    }

    // What one call at a time uses.
    private sealed record DetectSlot(DetectionRun Run, ImmutableArray<Detection>[] Results);
}
