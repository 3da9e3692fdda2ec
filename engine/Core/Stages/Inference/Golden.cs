using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Stages.Inference;

/// <summary>A picture and what the model must find in it: proof that a card reads the model rightly.</summary>
public sealed record Golden
{
    /// <summary>A JPEG or PNG file, relative to the card.</summary>
    [Description("JPEG or PNG file, relative to the card."), Required]
    public string Image { get; init; } = "";

    /// <summary>All boxes the model finds at the card's score.</summary>
    [Description("All boxes that the model finds at the card's score, each { label, score, box: [x1, y1, x2, y2] }.")]
    public IReadOnlyList<GoldenBox> Boxes { get; init; } = [];

    /// <summary>The class of the whole picture, for a classifier: a label, or a number.</summary>
    [Description("Class of the whole picture, for a classifier: a label or a number.")]
    public string? Class { get; init; }

    /// <summary>The vector of the whole picture, for an embedding.</summary>
    [Description("Vector of the whole picture, for an embedding; its cosine must be 0.99.")]
    public IReadOnlyList<double> Embedding { get; init; } = [];

    /// <summary>Least overlap with an expected box.</summary>
    [Description("Least overlap with an expected box."), Range(0.0, 1.0)]
    public double Iou { get; init; } = 0.9;

    /// <summary>Most difference from an expected score.</summary>
    [Description("Most difference from an expected score."), Range(0.0, 1.0)]
    public double Score { get; init; } = 0.08;
}
