using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>A model that sees more of a frame than brightness, colour and edges.</summary>
public sealed record KeyframeEmbedding
{
    /// <summary>The model.</summary>
    [Description("Model whose vector of the whole frame counts as half of its appearance: that of an `embed` stage with `whole: true` before this one."), Required, References("models")]
    public string Model { get; init; } = "";
}
