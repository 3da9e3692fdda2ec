using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>The head of an H.264 slice, up to its quantizer.</summary>
/// <param name="Type">How the slice is coded.</param>
/// <param name="IsField">Whether it is half a picture: one field.</param>
/// <param name="Quantizer">0 to 51; null where the header could not be followed that far.</param>
/// <remarks>H.264 7.3.3.</remarks>
internal readonly record struct H264Slice(PictureType Type, bool IsField, int? Quantizer)
{
    private const int MostReferences = 32;

    /// <summary>The picture parameter set a slice names.</summary>
    /// <param name="payload">The unit after its header.</param>
    /// <param name="isFirst">Whether the slice begins a picture.</param>
    /// <param name="type">How it is coded.</param>
    public static int PictureOf(ReadOnlySpan<byte> payload, out bool isFirst, out PictureType type)
    {
        var bits = new NalBits(payload);
        isFirst = bits.Unsigned() == 0;
        type = TypeOf(bits.Unsigned());
        var id = bits.Unsigned();
        return bits.IsOver || id > 255 ? -1 : (int)id;
    }

    /// <summary>Reads a slice's head.</summary>
    /// <param name="payload">The unit after its header.</param>
    /// <param name="unitType">The unit's type: 1 or 5.</param>
    /// <param name="isReference">Whether other pictures may refer to this one.</param>
    /// <param name="sequence">Its parameters.</param>
    /// <param name="picture">Its parameters.</param>
    public static H264Slice Read(ReadOnlySpan<byte> payload, int unitType, bool isReference, in H264Sequence sequence, in H264Picture picture)
    {
        var bits = new NalBits(payload);
        bits.Unsigned();
        var type = TypeOf(bits.Unsigned());
        bits.Unsigned();
        if (sequence.HasSeparatePlanes) bits.Skip(2);
        bits.Skip(sequence.FrameNumberBits);
        var isField = !sequence.FramesOnly && bits.Flag();
        if (isField) bits.Skip(1);
        if (unitType == 5) bits.Unsigned();
        if (sequence.OrderType == 0)
        {
            bits.Skip(sequence.OrderBits);
            if (picture.HasFieldOrder && !isField) bits.Signed();
        }

        if (sequence.OrderType == 1 && !sequence.OrderDeltaIsZero)
        {
            bits.Signed();
            if (picture.HasFieldOrder && !isField) bits.Signed();
        }

        if (picture.HasRedundant) bits.Unsigned();
        SkipReferences(ref bits, type, sequence, picture);
        if (isReference) SkipMarking(ref bits, unitType == 5);
        if (picture.IsArithmetic && type is not (PictureType.I or PictureType.SI)) bits.Unsigned();
        var quantizer = picture.Quantizer + bits.Signed();
        return new(type, isField, bits.IsOver || quantizer is < -48 or > 51 ? null : quantizer);
    }

    private static PictureType TypeOf(uint code) => (code % 5) switch
    {
        0 => PictureType.P,
        1 => PictureType.B,
        2 => PictureType.I,
        3 => PictureType.SP,
        _ => PictureType.SI,
    };

    private static void SkipReferences(ref NalBits bits, PictureType type, in H264Sequence sequence, in H264Picture picture)
    {
        if (type == PictureType.B) bits.Skip(1);
        if (type is PictureType.I or PictureType.SI) return;
        int references0 = picture.References0, references1 = picture.References1;
        if (bits.Flag())
        {
            references0 = (int)bits.Unsigned() + 1;
            if (type == PictureType.B) references1 = (int)bits.Unsigned() + 1;
        }

        SkipReordering(ref bits);
        if (type == PictureType.B) SkipReordering(ref bits);
        if (type == PictureType.B ? !picture.WeighsB : !picture.WeighsP) return;
        bits.Unsigned();
        if (sequence.HasChroma) bits.Unsigned();
        SkipWeights(ref bits, references0, sequence.HasChroma);
        if (type == PictureType.B) SkipWeights(ref bits, references1, sequence.HasChroma);
    }

    private static void SkipReordering(ref NalBits bits)
    {
        if (!bits.Flag()) return;
        while (!bits.IsOver && bits.Unsigned() != 3) bits.Unsigned();
    }

    private static void SkipWeights(ref NalBits bits, int references, bool hasChroma)
    {
        for (var i = 0; i < Math.Min(references, MostReferences); i++)
        {
            SkipNumbers(ref bits, bits.Flag() ? 2 : 0);
            if (hasChroma) SkipNumbers(ref bits, bits.Flag() ? 4 : 0);
        }
    }

    private static void SkipNumbers(ref NalBits bits, int count)
    {
        while (count-- > 0) bits.Unsigned();
    }

    private static void SkipMarking(ref NalBits bits, bool isIdr)
    {
        if (isIdr)
        {
            bits.Skip(2);
            return;
        }

        if (!bits.Flag()) return;
        while (!bits.IsOver)
        {
            var operation = bits.Unsigned();
            if (operation == 0) return;
            if (operation != 5) bits.Unsigned();
            if (operation == 3) bits.Unsigned();
        }
    }
}
