using System.ComponentModel;

namespace Sluice.Core.Stages.Inference;

/// <summary>What a box's numbers are measured in.</summary>
public enum BoxSpace
{
    /// <summary>Pixels of the model's input.</summary>
    [Description("Pixels of the model's input.")]
    Pixels,

    /// <summary>Shares of the model's input, 0 to 1.</summary>
    [Description("Shares of the model's input, 0 to 1.")]
    Unit,
}
