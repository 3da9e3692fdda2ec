using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Tuning;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Stages.Inference;

/// <summary>The <c>detect</c> stage: finds objects with an ONNX model, in batches over all sources.</summary>
public sealed class DetectFactory : StageFactory<DetectOptions>
{
    /// <inheritdoc/>
    public override string Use => "detect";

    /// <inheritdoc/>
    public override string Summary => "Finds objects with an ONNX model, in batches over all sources.";

    /// <inheritdoc/>
    protected override StreamContent Gives(StreamContent input, DetectOptions options) => input | StreamContent.Detections;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(DetectOptions options)
    {
        if (options.Roi is { } roi && (roi.Count != 4 || roi[0] >= roi[2] || roi[1] >= roi[3]))
            yield return ("roi", $"[{string.Join(", ", roi)}] is no region; write [x1, y1, x2, y2] with x1 < x2 and y1 < y2");
        if (options is { Features: true, Tiles: not null }) yield return ("features", "are of one picture, and tiles are many: leave one of the two out");
        if (options is { Features: true, Shadow: true }) yield return ("features", "of a shadow model go nowhere: ask the model before it for its own");
    }

    /// <summary>The shape a stage will run its model in.</summary>
    /// <param name="options">The stage's options.</param>
    /// <param name="model">Its model's entry.</param>
    /// <param name="baseDirectory">Where the entry's relative paths start.</param>
    /// <param name="sources">Sources that reach the stage.</param>
    /// <param name="tuning">What was measured; null for nothing.</param>
    public static DetectShape ShapeOf(DetectOptions options, ModelConfig model, string baseDirectory, int sources, TuningStore? tuning)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(model);
        var tuned = tuning?.FindFor(ModelFiles.PathOf(model, baseDirectory));
        return DetectShape.Choose(options, model, sources, tuned, Environment.ProcessorCount);
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, DetectOptions options)
    {
        var models = ModelRegistry.Of(context);
        var tuning = (TuningStore?)context.Services.GetService(typeof(TuningStore));
        return new DetectStage(context, options, models, ShapeOf(options, models.ConfigOf(options.Model), context.BaseDirectory, context.Sources.Count, tuning));
    }
}
