using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>What a packet says of its picture without being decoded.</summary>
internal readonly record struct PacketFacts
{
    /// <summary>How its picture is coded; <see cref="PictureType.None"/> where nobody knows.</summary>
    public PictureType Type { get; init; }

    /// <summary>Whether decoding can start here.</summary>
    public bool IsIntra { get; init; }

    /// <summary>Whether nothing from here on refers to anything before: what came before is over and done with.</summary>
    public bool IsReset { get; init; }

    /// <summary>Whether no other picture refers to it, so that it may be left out alone.</summary>
    public bool IsDisposable { get; init; }

    /// <summary>Whether it becomes a frame; some pictures are there only to be referred to.</summary>
    public bool IsShown { get; init; }

    /// <summary>Whether it is one whole picture; otherwise it is a field, or several pictures, and packets and frames can't be paired.</summary>
    public bool IsWhole { get; init; }

    /// <summary>How coarsely its first slice is quantized, 0 to 51 for 8-bit H.264 and HEVC; null where nobody knows.</summary>
    public int? Quantizer { get; init; }
}
