using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference;

/// <summary>Runs a model over batches and hands every frame on with what was found in it.</summary>
/// <param name="context">Its place in the graph.</param>
/// <param name="options">Its options.</param>
/// <param name="models">Holds the model.</param>
internal sealed class DetectStage(StageContext context, DetectOptions options, ModelRegistry models) : IBatchStage
{
    private readonly ImmutableArray<Detection>[] _results = new ImmutableArray<Detection>[options.Batch.Size];
    private DetectionRun? _run;

    /// <inheritdoc/>
    public BatchOptions Batch => options.Batch;

    /// <summary>
    /// Threads inside one run. Several threads end a single camera's run sooner, but splitting an operator costs CPU time, and with
    /// several sources or frames a batch the other cores have work of their own.
    /// </summary>
    internal static int Threads(int sources, int batch) => sources > 1 || batch > 1 ? 1 : Environment.ProcessorCount;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        var model = models.Get(options.Model, Threads(context.Sources.Count, options.Batch.Size), stop);
        foreach (var note in model.Notes) context.Log.Info($"Model '{model.Id}' {note}.");
        var limits = DetectionLimits.Of(model);
        _run = new(model, options.Batch.Size, limits with
        {
            Score = (float)(options.Score ?? limits.Score),
            Iou = (float)(options.Iou ?? limits.Iou),
            Classes = model.ClassesOf(options.Classes),
        }, context.Log.Warn);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop)
    {
        var run = _run ?? throw new InvalidOperationException("The stage was not started.");
        run.Detect(frames, _results, stop);
        Frame? broken = null;
        for (var i = 0; i < frames.Count; i++)
        {
            if (_results[i].IsDefault) broken = frames[i];
            else await output.EmitAsync(frames[i].With(_results[i]), stop);
        }

        // The others have gone on: a frame's greatest outcome counts, so only those held back here end as failed.
        if (broken != null)
            throw new ModelException(
                $"Model '{options.Model}' gave numbers that are none (NaN or infinite) for frame {broken.Info.Index} of source '{broken.Info.Source}'.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _run?.Dispose();
        return ValueTask.CompletedTask;
    }
}
