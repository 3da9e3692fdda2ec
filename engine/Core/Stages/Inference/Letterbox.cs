using System.ComponentModel;

namespace Sluice.Core.Stages.Inference;

/// <summary>How a frame is fitted into a model's input.</summary>
public enum Letterbox
{
    /// <summary>Aspect kept, borders on both sides.</summary>
    [Description("Aspect kept, size rounded, borders on both sides.")]
    Center,

    /// <summary>Aspect kept, border right and below.</summary>
    [Description("Aspect kept, size rounded down, border right and below.")]
    TopLeft,

    /// <summary>Aspect not kept.</summary>
    [Description("Aspect not kept.")]
    Stretch,
}
