using Sluice.Core.Stages.Decode.Selection.Headers;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>H.264, with start codes or lengths: <c>nal_ref_idc</c> says what is referred to, slice headers how pictures are coded.</summary>
internal sealed class H264Inspector : PacketInspector
{
    private const int Slice = 1, IdrSlice = 5, SequenceSet = 7, PictureSet = 8;
    private readonly H264Sequence[] _sequences = new H264Sequence[32];
    private readonly H264Picture[] _pictures = new H264Picture[256];
    private readonly int _lengthBytes;

    /// <summary>Reads the parameters a container has.</summary>
    /// <param name="extraData">An <c>avcC</c> record (ISO/IEC 14496-15, 5.3.3.1), parameter sets with start codes, or nothing.</param>
    public H264Inspector(ReadOnlySpan<byte> extraData)
    {
        if (extraData is not [1, _, _, _, var lengths, var sets, ..])
        {
            for (var units = new NalUnits(extraData, 0); units.MoveNext();) Note(units.Current);
            return;
        }

        _lengthBytes = (lengths & 3) + 1;
        var rest = extraData[6..];
        for (var left = sets & 31; left > 0 && rest.Length > 2; left--) rest = NoteSet(rest);
        if (rest.IsEmpty) return;
        var pictures = rest[0];
        rest = rest[1..];
        for (var left = (int)pictures; left > 0 && rest.Length > 2; left--) rest = NoteSet(rest);
    }

    /// <inheritdoc/>
    public override bool PairsPackets => true;

    /// <inheritdoc/>
    public override PacketFacts Inspect(ReadOnlySpan<byte> data, bool isKey)
    {
        var facts = new PacketFacts { IsIntra = isKey, IsShown = true };
        var pictures = 0;
        for (var units = new NalUnits(data, _lengthBytes); units.MoveNext();)
        {
            var unit = units.Current;
            if (unit.Length < 2) continue;
            var type = unit[0] & 31;
            if (type is SequenceSet or PictureSet) Note(unit);
            if (type is not (Slice or IdrSlice)) continue;
            var at = H264Slice.PictureOf(unit[1..], out var isFirst, out var coded);
            if (!isFirst) continue;
            if (pictures++ == 0)
            {
                facts = Describe(unit, type, at, coded, facts);

                // What follows are further slices or nothing, and finding them means reading every byte.
                if (_lengthBytes == 0) return facts;
            }
        }

        return pictures == 1 ? facts : facts with { IsWhole = false, IsDisposable = false };
    }

    private PacketFacts Describe(ReadOnlySpan<byte> unit, int type, int at, PictureType coded, PacketFacts facts)
    {
        var isReference = (unit[0] & 0x60) != 0;
        facts = facts with
        {
            Type = coded,
            IsReset = type == IdrSlice,
            // A recovery point may also begin a refresh that takes many pictures; decoding can't start there and be exact.
            IsIntra = type == IdrSlice || (facts.IsIntra && coded is PictureType.I or PictureType.SI),
            IsDisposable = !isReference,
        };
        if (at < 0 || !_pictures[at].IsKnown || !_sequences[_pictures[at].Sequence].IsKnown) return facts;
        var slice = H264Slice.Read(unit[1..], type, isReference, _sequences[_pictures[at].Sequence], _pictures[at]);
        return facts with { Quantizer = slice.Quantizer, IsWhole = !slice.IsField };
    }

    private ReadOnlySpan<byte> NoteSet(ReadOnlySpan<byte> rest)
    {
        var length = (rest[0] << 8) | rest[1];
        if (length > rest.Length - 2) return [];
        Note(rest.Slice(2, length));
        return rest[(2 + length)..];
    }

    private void Note(ReadOnlySpan<byte> unit)
    {
        if (unit.Length < 2) return;
        switch (unit[0] & 31)
        {
            case SequenceSet when H264Sequence.TryRead(unit[1..], out var id, out var sequence):
                _sequences[id] = sequence;
                break;
            case PictureSet when H264Picture.TryRead(unit[1..], out var id, out var picture):
                _pictures[id] = picture;
                break;
        }
    }
}
