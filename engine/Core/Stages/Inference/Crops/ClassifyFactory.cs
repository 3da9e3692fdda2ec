using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>The <c>classify</c> stage: says of each object what a classifier sees in its box.</summary>
public sealed class ClassifyFactory : StageFactory<ClassifyOptions>
{
    /// <inheritdoc/>
    public override string Use => "classify";

    /// <inheritdoc/>
    public override string Summary => "Says of each object what a second model, a classifier, sees in its box.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.Pictures | StreamContent.Detections;

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, ClassifyOptions options)
        => new CropStage(context, options, ModelRegistry.Of(context), new ClassNote(options.Attribute ?? context.Id, (float)options.Score));
}
