namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>What the slice headers of an HEVC stream are read by: its sequence parameter set as far as needed.</summary>
/// <remarks>H.265 7.3.2.2.</remarks>
internal sealed class HevcSequence
{
    public int MostSubLayers { get; private init; }

    public bool HasSeparatePlanes { get; private init; }

    public bool HasChroma { get; private init; }

    public int OrderBits { get; private init; }

    public bool HasAdaptiveOffset { get; private set; }

    public bool HasLongTerm { get; private set; }

    public int LongTermPictures { get; private set; }

    public bool HasMotionPrediction { get; private set; }

    public HevcReferenceSets ReferenceSets { get; } = new();

    /// <summary>In samples.</summary>
    public (int Width, int Height) Size { get; private init; }

    /// <summary>Reads a parameter set.</summary>
    /// <param name="payload">The unit after its header.</param>
    /// <param name="id">Its number, 0 to 15.</param>
    /// <returns>The set; null when it can't be read.</returns>
    public static HevcSequence? Read(ReadOnlySpan<byte> payload, out int id)
    {
        var bits = new NalBits(payload);
        bits.Skip(4);
        var subLayers = (int)bits.Bits(3);
        bits.Skip(1);
        SkipProfile(ref bits, subLayers);
        id = (int)bits.Unsigned();
        var chroma = bits.Unsigned();
        var separate = chroma == 3 && bits.Flag();
        var size = ((int)bits.Unsigned(), (int)bits.Unsigned());
        if (bits.Flag()) SkipNumbers(ref bits, 4);
        SkipNumbers(ref bits, 2);
        var sequence = new HevcSequence
        {
            MostSubLayers = subLayers,
            HasSeparatePlanes = separate,
            HasChroma = chroma != 0 && !separate,
            Size = size,
            OrderBits = (int)bits.Unsigned() + 4,
        };
        var hasEach = bits.Flag();
        for (var i = hasEach ? 0 : subLayers; i <= subLayers; i++) SkipNumbers(ref bits, 3);
        SkipNumbers(ref bits, 6);
        if (bits.Flag() && bits.Flag()) SkipScaling(ref bits);
        return id is >= 0 and < 16 && sequence.OrderBits <= 16 && sequence.ReadTools(ref bits) ? sequence : null;
    }

    /// <summary>Passes a scaling list by.</summary>
    /// <param name="bits">At its start.</param>
    /// <remarks>H.265 7.3.4.</remarks>
    public static void SkipScaling(ref NalBits bits)
    {
        for (var size = 0; size < 4; size++)
        {
            for (var matrix = 0; matrix < 6 && !bits.IsOver; matrix += size == 3 ? 3 : 1)
            {
                if (!bits.Flag())
                {
                    bits.Unsigned();
                    continue;
                }

                SkipNumbers(ref bits, Math.Min(64, 1 << (4 + (size << 1))) + (size > 1 ? 1 : 0));
            }
        }
    }

    private static void SkipProfile(ref NalBits bits, int subLayers)
    {
        const int Profile = 88, Level = 8;
        bits.Skip(Profile + Level);
        if (subLayers == 0) return;
        Span<bool> given = stackalloc bool[16];
        for (var i = 0; i < 8; i++)
        {
            var (hasProfile, hasLevel) = (bits.Flag(), bits.Flag());
            if (i < subLayers) (given[2 * i], given[(2 * i) + 1]) = (hasProfile, hasLevel);
        }

        for (var i = 0; i < subLayers; i++) bits.Skip((given[2 * i] ? Profile : 0) + (given[(2 * i) + 1] ? Level : 0));
    }

    private static void SkipNumbers(ref NalBits bits, int count)
    {
        while (count-- > 0 && !bits.IsOver) bits.Unsigned();
    }

    private bool ReadTools(ref NalBits bits)
    {
        bits.Skip(1);
        HasAdaptiveOffset = bits.Flag();
        if (bits.Flag())
        {
            bits.Skip(8);
            SkipNumbers(ref bits, 2);
            bits.Skip(1);
        }

        if (!ReferenceSets.ReadAll(ref bits)) return false;
        HasLongTerm = bits.Flag();
        if (HasLongTerm)
        {
            LongTermPictures = (int)bits.Unsigned();
            if (LongTermPictures > 32) return false;
            bits.Skip(LongTermPictures * (OrderBits + 1));
        }

        HasMotionPrediction = bits.Flag();
        return !bits.IsOver;
    }
}
