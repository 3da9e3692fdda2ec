using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>The <c>embed</c> stage: gives each object the vector of its appearance.</summary>
public sealed class EmbedFactory : StageFactory<EmbedOptions>
{
    /// <inheritdoc/>
    public override string Use => "embed";

    /// <inheritdoc/>
    public override string Summary => "Gives each object the vector of its appearance, for trackers and for search.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.Pictures | StreamContent.Detections;

    /// <inheritdoc/>
    public override StreamContent NeedsOf(object options) => options is EmbedOptions { Whole: true } ? StreamContent.Pictures : Needs;

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, EmbedOptions options) => options.Whole
        ? new WholeEmbedStage(context, options, ModelRegistry.Of(context))
        : new CropStage(context, options, ModelRegistry.Of(context), new EmbeddingNote());
}
