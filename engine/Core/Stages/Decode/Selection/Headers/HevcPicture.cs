namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>What the slice headers of an HEVC stream are read by: its picture parameter set as far as needed.</summary>
/// <remarks>H.265 7.3.2.3.</remarks>
internal sealed class HevcPicture
{
    public int Sequence { get; private init; }

    public bool HasOutputFlag { get; private init; }

    public int ExtraBits { get; private init; }

    public bool ChoosesContexts { get; private init; }

    public int References0 { get; private init; }

    public int References1 { get; private init; }

    public int Quantizer { get; private init; }

    public bool WeighsP { get; private init; }

    public bool WeighsB { get; private init; }

    public bool ModifiesLists { get; private set; }

    /// <summary>Reads a parameter set.</summary>
    /// <param name="payload">The unit after its header.</param>
    /// <param name="id">Its number, 0 to 63.</param>
    /// <returns>The set; null when it can't be read.</returns>
    public static HevcPicture? Read(ReadOnlySpan<byte> payload, out int id)
    {
        var bits = new NalBits(payload);
        id = (int)bits.Unsigned();
        var sequence = (int)bits.Unsigned();
        bits.Skip(1);
        var hasOutput = bits.Flag();
        var extra = (int)bits.Bits(3);
        bits.Skip(1);
        var chooses = bits.Flag();
        var references0 = (int)bits.Unsigned() + 1;
        var references1 = (int)bits.Unsigned() + 1;
        var quantizer = 26 + bits.Signed();
        bits.Skip(2);
        if (bits.Flag()) bits.Unsigned();
        bits.Signed();
        bits.Signed();
        bits.Skip(1);
        var picture = new HevcPicture
        {
            Sequence = sequence,
            HasOutputFlag = hasOutput,
            ExtraBits = extra,
            ChoosesContexts = chooses,
            References0 = references0,
            References1 = references1,
            Quantizer = quantizer,
            WeighsP = bits.Flag(),
            WeighsB = bits.Flag(),
        };
        picture.ReadLists(ref bits);
        return !bits.IsOver && id is >= 0 and < 64 && sequence is >= 0 and < 16 ? picture : null;
    }

    private void ReadLists(ref NalBits bits)
    {
        bits.Skip(1);
        var hasTiles = bits.Flag();
        bits.Skip(1);
        if (hasTiles)
        {
            var columns = bits.Unsigned();
            var rows = bits.Unsigned();
            if (!bits.Flag())
                for (var left = columns + rows; left > 0 && !bits.IsOver; left--) bits.Unsigned();
            bits.Skip(1);
        }

        bits.Skip(1);
        if (bits.Flag())
        {
            bits.Skip(1);
            if (!bits.Flag())
            {
                bits.Signed();
                bits.Signed();
            }
        }

        if (bits.Flag()) HevcSequence.SkipScaling(ref bits);
        ModifiesLists = bits.Flag();
    }
}
