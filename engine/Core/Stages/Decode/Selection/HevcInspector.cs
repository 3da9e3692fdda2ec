using Sluice.Core.Stages.Decode.Selection.Headers;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>HEVC, with start codes or lengths: the NAL unit's type says what is referred to and where decoding can start.</summary>
/// <remarks>H.265 7.4.2.2, table 7-1.</remarks>
internal sealed class HevcInspector : PacketInspector
{
    private const int LastReservedNonReference = 14, FirstIntra = 16, LastIntra = 23, LastBroken = 18, FirstIdr = 19, LastIdr = 20;
    private const int LastSlice = 31, SequenceSet = 33, PictureSet = 34;
    private readonly HevcSequence?[] _sequences = new HevcSequence?[16];
    private readonly HevcPicture?[] _pictures = new HevcPicture?[64];
    private readonly int _lengthBytes;
    private int _topLayer;

    /// <summary>Reads the parameters a container has.</summary>
    /// <param name="extraData">An <c>hvcC</c> record (ISO/IEC 14496-15, 8.3.3.1), parameter sets with start codes, or nothing.</param>
    public HevcInspector(ReadOnlySpan<byte> extraData)
    {
        const int Head = 23;
        if (extraData.Length < Head || extraData[0] != 1)
        {
            for (var units = new NalUnits(extraData, 0); units.MoveNext();) Note(units.Current);
            return;
        }

        _lengthBytes = (extraData[21] & 3) + 1;
        var rest = extraData[Head..];
        for (var arrays = extraData[22]; arrays > 0 && rest.Length > 3; arrays--)
        {
            var count = (rest[1] << 8) | rest[2];
            rest = rest[3..];
            for (; count > 0 && rest.Length > 2; count--)
            {
                var length = (rest[0] << 8) | rest[1];
                if (length > rest.Length - 2) return;
                Note(rest.Slice(2, length));
                rest = rest[(2 + length)..];
            }
        }
    }

    /// <inheritdoc/>
    public override bool PairsPackets => true;

    /// <inheritdoc/>
    public override PacketFacts Inspect(ReadOnlySpan<byte> data, bool isKey)
    {
        for (var units = new NalUnits(data, _lengthBytes); units.MoveNext();)
        {
            var unit = units.Current;
            if (unit.Length < 3) continue;
            var type = (unit[0] >> 1) & 63;
            if (type is SequenceSet or PictureSet) Note(unit);

            // What belongs to another layer than the base is of no concern to the decoder.
            if (type > LastSlice || ((unit[0] & 1) << 5 | unit[1] >> 3) != 0) continue;
            return Describe(unit, type, isKey);
        }

        return new() { IsIntra = isKey, IsShown = true };
    }

    private PacketFacts Describe(ReadOnlySpan<byte> unit, int type, bool isKey)
    {
        var isIntra = type is >= FirstIntra and <= LastIntra;
        var facts = new PacketFacts
        {
            Type = isIntra ? PictureType.I : PictureType.None,
            IsIntra = isIntra || isKey,
            IsReset = type is (>= FirstIntra and <= LastBroken) or FirstIdr or LastIdr,
            // A picture that its own sub-layer does not refer to may still be needed by a higher one.
            IsDisposable = type <= LastReservedNonReference && (type & 1) == 0 && (unit[1] & 7) - 1 >= _topLayer,
            IsShown = true,
            IsWhole = true,
        };
        var at = HevcSlice.PictureOf(unit[2..], type);
        if (at < 0 || _pictures[at] is not { } picture || _sequences[picture.Sequence] is not { } sequence) return facts with { IsWhole = false };
        var slice = HevcSlice.Read(unit[2..], type, sequence, picture);
        return facts with { Type = slice.Type, IsShown = slice.IsShown, Quantizer = slice.Quantizer };
    }

    private void Note(ReadOnlySpan<byte> unit)
    {
        if (unit.Length < 3) return;
        switch ((unit[0] >> 1) & 63)
        {
            case SequenceSet when HevcSequence.Read(unit[2..], out var id) is { } sequence:
                _sequences[id] = sequence;
                _topLayer = sequence.MostSubLayers;
                break;
            case PictureSet when HevcPicture.Read(unit[2..], out var id) is { } picture:
                _pictures[id] = picture;
                break;
        }
    }
}
