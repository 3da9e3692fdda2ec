using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Decoding;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>Gives each frame the vector that a model makes of the whole of it.</summary>
/// <param name="context">Its place in the graph.</param>
/// <param name="options">Its options.</param>
/// <param name="models">Holds the model.</param>
internal sealed class WholeEmbedStage(StageContext context, EmbedOptions options, ModelRegistry models) : IBatchStage
{
    private readonly bool[] _isBroken = new bool[options.Batch.Size];
    private readonly FrameVector?[] _vectors = new FrameVector?[options.Batch.Size];
    private ModelRunner? _runner;
    private VectorHead? _head;

    /// <inheritdoc/>
    public BatchOptions Batch => options.Batch;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        var model = models.Get(options.Model, 1, stop);
        foreach (var line in model.Notes) context.Log.Info($"Model '{model.Id}' {line}.");
        _head = new(model);
        _runner = new(model, options.Batch.Size);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop)
    {
        Look(frames, stop);
        Frame? broken = null;
        for (var i = 0; i < frames.Count; i++)
        {
            if (_isBroken[i]) broken = frames[i];
            else if (_vectors[i] is { } vector) await output.EmitAsync(frames[i].With(vector), stop);
            else await output.EmitAsync(frames[i].Share(), stop);
        }

        if (broken != null)
            throw new ModelException($"Model '{options.Model}' gave no vector (zeros, NaN or infinite numbers) for frame {broken.Info.Index} of source '{broken.Info.Source}'.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _runner?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Look(IReadOnlyList<Frame> frames, CancellationToken stop)
    {
        if (_runner is not { } runner || _head is not { } head) throw new InvalidOperationException("The stage was not started.");
        Array.Clear(_vectors);
        Array.Clear(_isBroken);
        for (var start = 0; start < frames.Count; start += runner.Images)
        {
            var count = Math.Min(runner.Images, frames.Count - start);
            for (var i = 0; i < count; i++) runner.Put(i, frames[start + i]);
            var outputs = runner.Run(count, stop);
            for (var i = 0; i < count; i++)
            {
                var values = new float[VectorHead.Length(outputs)];
                if (head.TryRead(outputs, i, values)) _vectors[start + i] = new(options.Model, values);
                else _isBroken[start + i] = true;
            }
        }
    }
}
