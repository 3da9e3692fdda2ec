namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>What the kernels need of a machine's vectors of 16-bit numbers. Every width gives the same numbers.</summary>
/// <typeparam name="TWords">A vector of <see cref="ushort"/>.</typeparam>
internal interface ILanes<TWords>
    where TWords : struct
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Bytes that one shuffle can choose from.</summary>
    static abstract int WindowBytes { get; }

    /// <summary>Most windows that <see cref="Take"/> chooses from.</summary>
    static abstract int MostWindows { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TWords Create(ushort value);

    /// <summary>Numbers from memory.</summary>
    static abstract TWords Load(ref ushort from, nuint at);

    /// <summary>Numbers to memory.</summary>
    static abstract void Store(TWords words, ref ushort to, nuint at);

    /// <summary>One tap of the samples of a block of outputs, chosen from a row.</summary>
    static abstract TWords Take(in RowTaps taps, int block, int tap);

    /// <summary>The sum; wraps.</summary>
    static abstract TWords Add(TWords left, TWords right);

    /// <summary>The difference; wraps.</summary>
    static abstract TWords Subtract(TWords left, TWords right);

    /// <summary>The bits that both have.</summary>
    static abstract TWords And(TWords left, TWords right);

    /// <summary>The difference, 0 where it would be negative.</summary>
    static abstract TWords SubtractToZero(TWords left, TWords right);

    /// <summary>The smaller numbers.</summary>
    static abstract TWords Min(TWords left, TWords right);

    /// <summary>Numbers times 64; wraps.</summary>
    static abstract TWords Times64(TWords words);

    /// <summary>The upper half of the product of unsigned numbers.</summary>
    static abstract TWords MultiplyHigh(TWords left, TWords right);

    /// <summary>The upper half of the product of signed numbers.</summary>
    static abstract TWords MultiplyHighSigned(TWords left, TWords right);

    /// <summary>Numbers under 32768 blended: first + (second - first) weight / 32768, rounded to the nearest.</summary>
    static abstract TWords Blend(TWords first, TWords second, TWords weight);

    /// <summary>Numbers times a factor plus a summand to memory.</summary>
    static abstract void StoreFloats(TWords words, float multiply, float add, ref float to, nuint at);

    /// <summary>Numbers in 1/64 to memory, rounded to the nearest byte.</summary>
    static abstract void StoreBytes(TWords words, ref byte to, nuint at);
}
