using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Makes <c>keyframes</c> stages.</summary>
public sealed class KeyframeFactory : StageFactory<KeyframeOptions>
{
    /// <inheritdoc/>
    public override string Use => "keyframes";

    /// <inheritdoc/>
    public override string Summary => "Chooses the few frames worth keeping: diverse, under a budget, decided at the end of each period.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override StreamContent Gives(StreamContent input, KeyframeOptions options) => input | StreamContent.Keyframes;

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, KeyframeOptions options) => new KeyframeStage(options);
}
