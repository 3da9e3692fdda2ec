using System.ComponentModel;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>Options of the <c>embed</c> stage.</summary>
public sealed record EmbedOptions : CropOptions
{
    /// <summary>Whether it looks at the whole frame instead of the objects in it.</summary>
    [Description("Looks at the whole frame instead of the objects in it: one vector a frame, for keyframes to choose by.")]
    public bool Whole { get; init; }
}
