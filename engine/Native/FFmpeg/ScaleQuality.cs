namespace Sluice.Native.FFmpeg;

/// <summary>The filter a <see cref="Scaler"/> resamples with.</summary>
public enum ScaleQuality
{
    /// <summary>Fastest, visibly coarse.</summary>
    FastBilinear,

    /// <summary>Fast; aliases when shrinking much less than nearest does.</summary>
    Bilinear,

    /// <summary>libswscale's default.</summary>
    Bicubic,

    /// <summary>Averages the covered pixels: best for shrinking much.</summary>
    Area,
}
