namespace Sluice.Core.Stages.Inference;

/// <summary>Order of the colour channels in a model's input.</summary>
public enum ChannelOrder
{
    /// <summary>Red first.</summary>
    Rgb,

    /// <summary>Blue first.</summary>
    Bgr,
}
