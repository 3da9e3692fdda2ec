using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>
/// MPEG-4 part 2: the head of a video object plane says how it is coded; B planes are never referred to. A packet with two planes (AVI's
/// packed B-frames) or a plane left out can't be paired with a frame.
/// </summary>
/// <remarks>ISO/IEC 14496-2, 6.2.5.</remarks>
internal sealed class Mpeg4Inspector : PacketInspector
{
    private const byte PlaneCode = 0xb6;

    /// <inheritdoc/>
    public override bool PairsPackets => true;

    /// <inheritdoc/>
    public override PacketFacts Inspect(ReadOnlySpan<byte> data, bool isKey)
    {
        var type = PictureType.None;
        var planes = 0;
        while (data.IndexOf((ReadOnlySpan<byte>)[0, 0, 1]) is >= 0 and var at && at + 4 < data.Length)
        {
            if (data[at + 3] == PlaneCode && planes++ == 0)
            {
                type = (data[at + 4] >> 6) switch
                {
                    0 => PictureType.I,
                    1 => PictureType.P,
                    2 => PictureType.B,
                    _ => PictureType.S,
                };
            }

            data = data[(at + 4)..];
        }

        return new()
        {
            Type = type,
            IsIntra = isKey && type == PictureType.I,
            IsDisposable = type == PictureType.B && planes == 1,
            IsShown = true,
            IsWhole = planes == 1,
        };
    }
}
