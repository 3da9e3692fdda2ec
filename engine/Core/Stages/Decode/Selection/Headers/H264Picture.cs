namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>What the slice headers of an H.264 stream are read by: its picture parameter set as far as needed.</summary>
/// <remarks>H.264 7.3.2.2.</remarks>
internal readonly record struct H264Picture
{
    public bool IsKnown { get; private init; }

    public int Sequence { get; private init; }

    public bool IsArithmetic { get; private init; }

    public bool HasFieldOrder { get; private init; }

    public int References0 { get; private init; }

    public int References1 { get; private init; }

    public bool WeighsP { get; private init; }

    public bool WeighsB { get; private init; }

    public int Quantizer { get; private init; }

    public bool HasRedundant { get; private init; }

    /// <summary>Reads a parameter set.</summary>
    /// <param name="payload">The unit after its header.</param>
    /// <param name="id">Its number, 0 to 255, when the answer is true.</param>
    /// <param name="picture">The set, when the answer is true.</param>
    /// <returns>Whether it could be read; one with slice groups, which nobody uses, is not.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out int id, out H264Picture picture)
    {
        var bits = new NalBits(payload);
        id = (int)bits.Unsigned();
        var sequence = (int)bits.Unsigned();
        var arithmetic = bits.Flag();
        var fieldOrder = bits.Flag();
        var groups = bits.Unsigned();
        var references0 = (int)bits.Unsigned() + 1;
        var references1 = (int)bits.Unsigned() + 1;
        var weighsP = bits.Flag();
        var weighsB = bits.Bits(2) == 1;
        var quantizer = 26 + bits.Signed();
        bits.Signed();
        bits.Signed();
        bits.Skip(2);
        picture = new()
        {
            IsKnown = true,
            Sequence = sequence,
            IsArithmetic = arithmetic,
            HasFieldOrder = fieldOrder,
            References0 = references0,
            References1 = references1,
            WeighsP = weighsP,
            WeighsB = weighsB,
            Quantizer = quantizer,
            HasRedundant = bits.Flag(),
        };
        return !bits.IsOver && groups == 0 && id is >= 0 and < 256 && sequence is >= 0 and < 32;
    }
}
