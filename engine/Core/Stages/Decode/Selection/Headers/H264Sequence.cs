namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>What the slice headers of an H.264 stream are read by: its sequence parameter set as far as needed.</summary>
/// <remarks>H.264 7.3.2.1.1.</remarks>
internal readonly record struct H264Sequence
{
    public bool IsKnown { get; private init; }

    public bool HasSeparatePlanes { get; private init; }

    public bool HasChroma { get; private init; }

    public int FrameNumberBits { get; private init; }

    public int OrderType { get; private init; }

    public int OrderBits { get; private init; }

    public bool OrderDeltaIsZero { get; private init; }

    public bool FramesOnly { get; private init; }

    /// <summary>In macroblocks, and in map units.</summary>
    public (int Width, int Height) Size { get; private init; }

    /// <summary>Reads a parameter set.</summary>
    /// <param name="payload">The unit after its header.</param>
    /// <param name="id">Its number, 0 to 31, when the answer is true.</param>
    /// <param name="sequence">The set, when the answer is true.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out int id, out H264Sequence sequence)
    {
        var bits = new NalBits(payload);
        var profile = bits.Bits(8);
        bits.Skip(16);
        id = (int)bits.Unsigned();
        uint chroma = 1;
        var separate = false;
        if (profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135)
        {
            chroma = bits.Unsigned();
            if (chroma == 3) separate = bits.Flag();
            bits.Unsigned();
            bits.Unsigned();
            bits.Skip(1);
            if (bits.Flag()) SkipScaling(ref bits, chroma == 3 ? 12 : 8);
        }

        var numberBits = (int)bits.Unsigned() + 4;
        var type = (int)bits.Unsigned();
        var orderBits = type == 0 ? (int)bits.Unsigned() + 4 : 0;
        var deltaIsZero = false;
        if (type == 1)
        {
            deltaIsZero = bits.Flag();
            bits.Signed();
            bits.Signed();
            for (var left = bits.Unsigned(); left > 0 && !bits.IsOver; left--) bits.Signed();
        }

        bits.Unsigned();
        bits.Skip(1);
        var size = ((int)bits.Unsigned(), (int)bits.Unsigned());
        sequence = new()
        {
            IsKnown = true,
            HasSeparatePlanes = separate,
            HasChroma = chroma != 0 && !separate,
            FrameNumberBits = numberBits,
            OrderType = type,
            OrderBits = orderBits,
            OrderDeltaIsZero = deltaIsZero,
            Size = size,
            FramesOnly = bits.Flag(),
        };
        return !bits.IsOver && id < 32 && numberBits <= 16 && orderBits <= 16 && type <= 2;
    }

    private static void SkipScaling(ref NalBits bits, int lists)
    {
        for (var list = 0; list < lists && !bits.IsOver; list++)
        {
            if (!bits.Flag()) continue;
            int last = 8, next = 8;
            for (var i = 0; i < (list < 6 ? 16 : 64) && next != 0; i++)
            {
                next = (last + bits.Signed()) & 255;
                if (next != 0) last = next;
            }
        }
    }
}
