namespace Sluice.Native.FFmpeg;

/// <summary>How a <see cref="Scaler"/> converts.</summary>
public sealed record ScalerOptions
{
    /// <summary>The resampling filter; without a change of size it matters only for chroma.</summary>
    public ScaleQuality Quality { get; init; } = ScaleQuality.Bicubic;

    /// <summary>Rounds exactly and interpolates chroma fully: slower, closer to the true colours.</summary>
    public bool Accurate { get; init; }

    /// <summary>Matrix of YUV results, as in <see cref="AvFrame.ColorSpace"/>; null keeps the source's, or BT.601 from RGB.</summary>
    public int? ColorSpace { get; init; }

    /// <summary>
    /// Value range of YUV results; null keeps the source's, or limited from RGB. Grey is full unless this says
    /// otherwise, and <c>yuvj</c> formats always are.
    /// </summary>
    public ColorRange? ColorRange { get; init; }
}
