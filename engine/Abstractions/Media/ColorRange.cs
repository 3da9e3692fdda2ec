namespace Sluice.Abstractions;

/// <summary>Which numbers a luma or chroma sample may take.</summary>
public enum ColorRange
{
    /// <summary>16 to 235 (chroma to 240) at 8 bits: what broadcast and most cameras send.</summary>
    Limited,

    /// <summary>0 to 255: JPEG and motion JPEG.</summary>
    Full,
}
