using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>Options of the <c>classify</c> stage.</summary>
public sealed record ClassifyOptions : CropOptions
{
    /// <summary>Name of the attribute; null for the stage's id.</summary>
    [Description("Name of the attribute that objects get, such as color; leave out for the stage's id.")]
    public string? Attribute { get; init; }

    /// <summary>Least confidence of a class.</summary>
    [Description("Least confidence of a class; below it an object gets no attribute."), Range(0.0, 1.0)]
    public double Score { get; init; }
}
