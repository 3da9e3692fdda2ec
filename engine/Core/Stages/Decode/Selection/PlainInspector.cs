using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>For codecs whose packets this engine does not read, and for those that need no reading: every picture stands alone.</summary>
/// <param name="isIntraOnly">Whether every picture stands alone.</param>
internal sealed class PlainInspector(bool isIntraOnly) : PacketInspector
{
    /// <inheritdoc/>
    public override bool PairsPackets => isIntraOnly;

    /// <inheritdoc/>
    public override bool IsIntraOnly => isIntraOnly;

    /// <inheritdoc/>
    public override PacketFacts Inspect(ReadOnlySpan<byte> data, bool isKey)
    {
        var isIntra = isKey || isIntraOnly;
        return new()
        {
            Type = isIntra ? PictureType.I : PictureType.None,
            IsIntra = isIntra,
            IsReset = isIntraOnly,
            IsDisposable = isIntraOnly,
            IsShown = true,
            IsWhole = isIntraOnly,
        };
    }
}
