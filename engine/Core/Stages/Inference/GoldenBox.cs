using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Stages.Inference;

/// <summary>A box that a model must find.</summary>
public sealed record GoldenBox
{
    /// <summary>The class's label; null where <see cref="Class"/> is given.</summary>
    [Description("Label of the class.")]
    public string? Label { get; init; }

    /// <summary>The class's number; null where <see cref="Label"/> is given.</summary>
    [Description("Number of the class, in place of its label.")]
    public int? Class { get; init; }

    /// <summary>Expected confidence.</summary>
    [Description("Confidence."), Range(0.0, 1.0)]
    public double Score { get; init; }

    /// <summary>x1, y1, x2, y2 in pixels of the picture.</summary>
    [Description("x1, y1, x2, y2 in pixels of the picture."), Required]
    public IReadOnlyList<double> Box { get; init; } = [];
}
