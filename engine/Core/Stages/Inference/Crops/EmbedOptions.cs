namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>Options of the <c>embed</c> stage.</summary>
public sealed record EmbedOptions : CropOptions;
