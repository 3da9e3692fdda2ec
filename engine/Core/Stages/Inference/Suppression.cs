using System.ComponentModel;

namespace Sluice.Core.Stages.Inference;

/// <summary>How overlapping boxes are suppressed.</summary>
public enum Suppression
{
    /// <summary>Greedy, within each class.</summary>
    [Description("Greedy, within each class.")]
    PerClass,

    /// <summary>Greedy, over all classes.</summary>
    [Description("Greedy, over all classes.")]
    Agnostic,

    /// <summary>Not at all: the model has done it.</summary>
    [Description("Not at all: the model has done it.")]
    None,
}
