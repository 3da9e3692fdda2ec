using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>VP8: the first byte says whether it is a key frame and whether it is shown; nothing says whether it is referred to.</summary>
/// <remarks>RFC 6386, 9.1.</remarks>
internal sealed class Vp8Inspector : PacketInspector
{
    /// <inheritdoc/>
    public override bool PairsPackets => true;

    /// <inheritdoc/>
    public override PacketFacts Inspect(ReadOnlySpan<byte> data, bool isKey)
    {
        if (data.IsEmpty) return default;
        var isIntra = (data[0] & 1) == 0;
        return new()
        {
            Type = isIntra ? PictureType.I : PictureType.P,
            IsIntra = isIntra,
            IsReset = isIntra,
            IsShown = (data[0] & 0x10) != 0,
            IsWhole = true,
        };
    }
}
