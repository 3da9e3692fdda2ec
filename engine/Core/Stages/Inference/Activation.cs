using System.ComponentModel;

namespace Sluice.Core.Stages.Inference;

/// <summary>What turns a model's class scores into confidences of 0 to 1.</summary>
public enum Activation
{
    /// <summary>Nothing: the model has done it.</summary>
    [Description("Nothing: the model gives 0 to 1 already.")]
    None,

    /// <summary>A sigmoid for each class on its own.</summary>
    [Description("A sigmoid for each class on its own.")]
    Sigmoid,

    /// <summary>Softmax over all classes, the background among them.</summary>
    [Description("Softmax over all classes, the background among them.")]
    Softmax,
}
