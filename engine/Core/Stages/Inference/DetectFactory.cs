using Sluice.Abstractions;
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
    protected override IStage Create(StageContext context, DetectOptions options)
    {
        var models = (ModelRegistry?)context.Services.GetService(typeof(ModelRegistry))
            ?? throw new InvalidOperationException("The engine offers no models to the stage 'detect'.");
        return new DetectStage(context, options, models);
    }
}
