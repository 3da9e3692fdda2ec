using System.ComponentModel;

namespace Sluice.Core.Stages.Inference;

/// <summary>In which order the elements of an input lie.</summary>
public enum TensorOrder
{
    /// <summary>A plane a colour: [n, 3, height, width].</summary>
    [Description("A plane a colour: [n, 3, height, width].")]
    Nchw,

    /// <summary>The colours of a pixel together: [n, height, width, 3].</summary>
    [Description("The colours of a pixel together: [n, height, width, 3].")]
    Nhwc,
}
