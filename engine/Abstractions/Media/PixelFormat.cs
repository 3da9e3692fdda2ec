namespace Sluice.Abstractions;

/// <summary>How a picture's samples lie in its planes. 8 bits a sample unless the name says otherwise.</summary>
public enum PixelFormat
{
    /// <summary>None of the formats below: only FFmpeg's scaler can read it.</summary>
    Other,

    /// <summary>Y, U, V planes; chroma halved in both directions.</summary>
    Yuv420P,

    /// <summary>Y, U, V planes; chroma halved horizontally.</summary>
    Yuv422P,

    /// <summary>Y, U, V planes at full size.</summary>
    Yuv444P,

    /// <summary>Y plane, then one plane of interleaved U and V, halved in both directions.</summary>
    Nv12,

    /// <summary>Like <see cref="Yuv420P"/>, 10 bits in little-endian 16-bit words.</summary>
    Yuv420P10,

    /// <summary>Luma alone.</summary>
    Gray8,

    /// <summary>Packed R, G, B.</summary>
    Rgb24,

    /// <summary>Packed B, G, R.</summary>
    Bgr24,
}
