using System.Numerics;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>The head of an HEVC picture's first slice, up to its quantizer.</summary>
/// <param name="Type">How the slice is coded.</param>
/// <param name="IsShown">Whether the picture becomes a frame.</param>
/// <param name="Quantizer">Null where the header could not be followed that far.</param>
/// <remarks>H.265 7.3.6.1.</remarks>
internal readonly record struct HevcSlice(PictureType Type, bool IsShown, int? Quantizer)
{
    private const int FirstIntraUnit = 16, LastIntraUnit = 23, FirstIdrUnit = 19, LastIdrUnit = 20, MostReferences = 16;

    /// <summary>The picture parameter set a slice names; -1 when it does not begin a picture or can't be read.</summary>
    /// <param name="payload">The unit after its header.</param>
    /// <param name="unitType">The unit's type.</param>
    public static int PictureOf(ReadOnlySpan<byte> payload, int unitType)
    {
        var bits = new NalBits(payload);
        if (!bits.Flag()) return -1;
        if (unitType is >= FirstIntraUnit and <= LastIntraUnit) bits.Skip(1);
        var id = bits.Unsigned();
        return bits.IsOver || id > 63 ? -1 : (int)id;
    }

    /// <summary>Reads the head of a slice that begins a picture.</summary>
    /// <param name="payload">The unit after its header.</param>
    /// <param name="unitType">The unit's type.</param>
    /// <param name="sequence">Its parameters.</param>
    /// <param name="picture">Its parameters.</param>
    public static HevcSlice Read(ReadOnlySpan<byte> payload, int unitType, HevcSequence sequence, HevcPicture picture)
    {
        var bits = new NalBits(payload);
        bits.Skip(1);
        if (unitType is >= FirstIntraUnit and <= LastIntraUnit) bits.Skip(1);
        bits.Unsigned();
        bits.Skip(picture.ExtraBits);
        var type = bits.Unsigned() switch
        {
            0 => PictureType.B,
            1 => PictureType.P,
            _ => PictureType.I,
        };
        var isShown = !picture.HasOutputFlag || bits.Flag();
        if (sequence.HasSeparatePlanes) bits.Skip(2);
        var used = 0;
        var hasMotion = false;
        if (unitType is not (FirstIdrUnit or LastIdrUnit))
        {
            used = SkipReferenceSets(ref bits, sequence);
            if (used < 0) return new(type, isShown, null);
            hasMotion = sequence.HasMotionPrediction && bits.Flag();
        }

        if (sequence.HasAdaptiveOffset) bits.Skip(sequence.HasChroma ? 2 : 1);
        if (type != PictureType.I) SkipPrediction(ref bits, type, used, hasMotion, sequence, picture);
        var quantizer = picture.Quantizer + bits.Signed();
        return new(type, isShown, bits.IsOver || quantizer is < -48 or > 51 ? null : quantizer);
    }

    /// <returns>How many pictures the slice may refer to; below 0 when that can't be read.</returns>
    private static int SkipReferenceSets(ref NalBits bits, HevcSequence sequence)
    {
        var sets = sequence.ReferenceSets;
        bits.Skip(sequence.OrderBits);
        var index = 0;
        if (!bits.Flag())
        {
            index = sets.Count;
            if (!sets.Read(ref bits, index, ofSlice: true)) return -1;
        }
        else if (sets.Count > 1)
        {
            index = (int)bits.Bits(BitsFor(sets.Count));
            if (index >= sets.Count) return -1;
        }

        var used = sets.Used(index);
        if (!sequence.HasLongTerm) return used;
        var fromSequence = sequence.LongTermPictures > 0 ? bits.Unsigned() : 0;
        var count = fromSequence + bits.Unsigned();
        if (count > MostReferences) return -1;
        for (var i = 0u; i < count; i++)
        {
            if (i < fromSequence)
            {
                // Whether the sequence's entry is in use is not kept; that it is, is the rule.
                bits.Skip(BitsFor(sequence.LongTermPictures));
                used++;
            }
            else
            {
                bits.Skip(sequence.OrderBits);
                if (bits.Flag()) used++;
            }

            if (bits.Flag()) bits.Unsigned();
        }

        return used;
    }

    private static void SkipPrediction(ref NalBits bits, PictureType type, int used, bool hasMotion, HevcSequence sequence, HevcPicture picture)
    {
        int references0 = picture.References0, references1 = picture.References1;
        var isB = type == PictureType.B;
        if (bits.Flag())
        {
            references0 = (int)Math.Min(bits.Unsigned() + 1, MostReferences);
            if (isB) references1 = (int)Math.Min(bits.Unsigned() + 1, MostReferences);
        }

        if (picture.ModifiesLists && used > 1)
        {
            if (bits.Flag()) bits.Skip(references0 * BitsFor(used));
            if (isB && bits.Flag()) bits.Skip(references1 * BitsFor(used));
        }

        if (isB) bits.Skip(1);
        if (picture.ChoosesContexts) bits.Skip(1);
        if (hasMotion)
        {
            var from0 = !isB || bits.Flag();
            if ((from0 ? references0 : references1) > 1) bits.Unsigned();
        }

        if (isB ? picture.WeighsB : picture.WeighsP)
        {
            bits.Unsigned();
            if (sequence.HasChroma) bits.Unsigned();
            SkipWeights(ref bits, references0, sequence.HasChroma);
            if (isB) SkipWeights(ref bits, references1, sequence.HasChroma);
        }

        bits.Unsigned();
    }

    private static void SkipWeights(ref NalBits bits, int references, bool hasChroma)
    {
        uint luma = 0, chroma = 0;
        for (var i = 0; i < references; i++) luma |= bits.Bits(1) << i;
        if (hasChroma)
            for (var i = 0; i < references; i++) chroma |= bits.Bits(1) << i;
        for (var i = 0; i < references; i++)
        {
            for (var left = (((luma >> i) & 1) != 0 ? 2 : 0) + (((chroma >> i) & 1) != 0 ? 4 : 0); left > 0; left--) bits.Unsigned();
        }
    }

    private static int BitsFor(int count) => count <= 1 ? 0 : 32 - BitOperations.LeadingZeroCount((uint)(count - 1));
}
