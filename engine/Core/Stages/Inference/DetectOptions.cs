using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference;

/// <summary>Options of the <c>detect</c> stage.</summary>
public sealed record DetectOptions
{
    /// <summary>Id of the model.</summary>
    [Description("Model that finds the objects."), Required, References("models")]
    public string Model { get; init; } = "";

    /// <summary>How frames are gathered into batches.</summary>
    [Description("How frames of several sources are gathered into one run.")]
    public BatchOptions Batch { get; init; } = new();

    /// <summary>Least confidence; null for the card's.</summary>
    [Description("Least confidence of a detection, in place of the card's."), Range(0.0, 1.0)]
    public double? Score { get; init; }

    /// <summary>Overlap above which the weaker of two boxes is suppressed; null for the card's.</summary>
    [Description("Overlap above which the weaker of two boxes is suppressed, in place of the card's."), Range(0.0, 1.0)]
    public double? Iou { get; init; }

    /// <summary>Labels to keep; empty for all.</summary>
    [Description("Labels of the objects to keep; leave out for all.")]
    public IReadOnlyList<string> Classes { get; init; } = [];
}
