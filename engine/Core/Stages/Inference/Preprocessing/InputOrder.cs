using System.ComponentModel;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>How the channels of a model's input lie.</summary>
public enum InputOrder
{
    /// <summary>A plane a channel: [n, c, h, w].</summary>
    [Description("A plane a channel: [n, c, h, w].")]
    Nchw,

    /// <summary>The channels of a pixel side by side: [n, h, w, c].</summary>
    [Description("The channels of a pixel side by side: [n, h, w, c].")]
    Nhwc,
}
