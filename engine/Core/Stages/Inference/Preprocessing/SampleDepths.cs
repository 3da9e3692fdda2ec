using System.Runtime.CompilerServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>8 bits: the byte was taken twice and so is 257 times the sample.</summary>
internal readonly struct EightBits : ISampleDepth
{
    public static ushort GreenLoss => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TWords Of<TLanes, TWords>(TWords words)
        where TLanes : struct, ILanes<TWords>
        where TWords : struct => words;
}

/// <summary>10 bits in a word: 64 times the sample.</summary>
internal readonly struct TenBits : ISampleDepth
{
    private const ushort Highest = 1023; // a damaged stream may hold more

    // Over real clips FFmpeg's scaler gives 10-bit pictures a green one level lower, and no other colour.
    public static ushort GreenLoss => YuvFactors.Unit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TWords Of<TLanes, TWords>(TWords words)
        where TLanes : struct, ILanes<TWords>
        where TWords : struct => TLanes.Times64(TLanes.Min(words, TLanes.Create(Highest)));
}
