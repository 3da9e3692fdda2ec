using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// The first half of the work: a coded row is taken tap by tap, converted, clamped as any converter to 8 bits would, and blended along
/// itself. No sample that no output needs is converted, and 6 bits below a level are kept.
/// </summary>
/// <typeparam name="TLanes">The vectors' operations.</typeparam>
/// <typeparam name="TWords">The vectors.</typeparam>
internal static class RowKernels<TLanes, TWords>
    where TLanes : struct, ILanes<TWords>
    where TWords : struct
{
    /// <summary>YUV to red, green and blue.</summary>
    /// <typeparam name="TConverter">How to convert.</typeparam>
    /// <typeparam name="TFactors">The matrix as that takes it.</typeparam>
    /// <param name="y">Luma.</param>
    /// <param name="u">One chroma.</param>
    /// <param name="v">The other.</param>
    /// <param name="across">The weights of the taps.</param>
    /// <param name="by">The matrix.</param>
    /// <param name="red">Gets red; of whole vectors.</param>
    /// <param name="green">As long.</param>
    /// <param name="blue">As long.</param>
    // Not in its caller, where vectors would live in a frame that has to be cleared for each row; and optimised from the first call on, for
    // unoptimised it is 50 times slower, and a busy machine takes seconds to come to it.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Yuv<TConverter, TFactors>(RowTaps y, RowTaps u, RowTaps v, ResampleAxis across, in TFactors by,
        Span<ushort> red, Span<ushort> green, Span<ushort> blue)
        where TConverter : struct, IColorConverter<TConverter, TWords, TFactors>
    {
        var convert = TConverter.Of(by);
        var (single, blocks) = (across.IsSingle, Blocks(across, red, green, blue));
        ref var weights = ref Unsafe.As<short, ushort>(ref MemoryMarshal.GetReference(across.Weights));
        ref var toRed = ref MemoryMarshal.GetReference(red);
        ref var toGreen = ref MemoryMarshal.GetReference(green);
        ref var toBlue = ref MemoryMarshal.GetReference(blue);
        for (var block = 0; block < blocks; block++)
        {
            var at = (nuint)(block * TLanes.Count);
            convert.Convert(TLanes.Take(y, block, 0), TLanes.Take(u, block, 0), TLanes.Take(v, block, 0), out var r, out var g, out var b);
            if (!single)
            {
                convert.Convert(TLanes.Take(y, block, 1), TLanes.Take(u, block, 1), TLanes.Take(v, block, 1),
                    out var nextR, out var nextG, out var nextB);
                var weight = TLanes.Load(ref weights, at);
                (r, g, b) = (TLanes.Blend(r, nextR, weight), TLanes.Blend(g, nextG, weight), TLanes.Blend(b, nextB, weight));
            }

            TLanes.Store(r, ref toRed, at);
            TLanes.Store(g, ref toGreen, at);
            TLanes.Store(b, ref toBlue, at);
        }
    }

    /// <summary>One kind of sample to one line.</summary>
    /// <typeparam name="TDepth">The samples' depth.</typeparam>
    /// <param name="taps">The samples.</param>
    /// <param name="across">The weights of the taps.</param>
    /// <param name="factor">On a sample's word.</param>
    /// <param name="black">Taken from the product.</param>
    /// <param name="levels">Whether to round samples to levels.</param>
    /// <param name="into">Gets the line; of whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Single<TDepth>(RowTaps taps, ResampleAxis across, ushort factor, ushort black, bool levels, Span<ushort> into)
        where TDepth : struct, ISampleDepth
    {
        var (times, less, most) = (TLanes.Create(factor), TLanes.Create(black), TLanes.Create(YuvFactors.Highest));
        var half = TLanes.Create((ushort)(levels ? YuvFactors.Unit / 2 : 0));
        var kept = TLanes.Create(unchecked((ushort)(levels ? -YuvFactors.Unit : -1)));
        var blocks = Blocks(across, into, into, into);
        ref var weights = ref Unsafe.As<short, ushort>(ref MemoryMarshal.GetReference(across.Weights));
        ref var to = ref MemoryMarshal.GetReference(into);
        for (var block = 0; block < blocks; block++)
        {
            var at = (nuint)(block * TLanes.Count);
            var first = TLanes.And(TLanes.Add(Level(taps, block, 0, times, less, most), half), kept);
            if (!across.IsSingle)
            {
                var second = TLanes.And(TLanes.Add(Level(taps, block, 1, times, less, most), half), kept);
                first = TLanes.Blend(first, second, TLanes.Load(ref weights, at));
            }

            TLanes.Store(first, ref to, at);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static TWords Level(in RowTaps taps, int block, int tap, TWords times, TWords less, TWords most)
        {
            var sample = TDepth.Of<TLanes, TWords>(TLanes.Take(taps, block, tap));
            return TLanes.Min(TLanes.SubtractToZero(TLanes.MultiplyHigh(sample, times), less), most);
        }
    }

    /// <summary>Packed colours to grey, by the luma of BT.601.</summary>
    /// <param name="red">Red.</param>
    /// <param name="green">Green.</param>
    /// <param name="blue">Blue.</param>
    /// <param name="across">The weights of the taps.</param>
    /// <param name="into">Gets the line; of whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gray(RowTaps red, RowTaps green, RowTaps blue, ResampleAxis across, Span<ushort> into)
    {
        var timesRed = TLanes.Create((ushort)(0.299 * YuvFactors.Whole));
        var timesGreen = TLanes.Create((ushort)(0.587 * YuvFactors.Whole));
        var timesBlue = TLanes.Create((ushort)(0.114 * YuvFactors.Whole));
        var blocks = Blocks(across, into, into, into);
        ref var weights = ref Unsafe.As<short, ushort>(ref MemoryMarshal.GetReference(across.Weights));
        ref var to = ref MemoryMarshal.GetReference(into);
        for (var block = 0; block < blocks; block++)
        {
            var at = (nuint)(block * TLanes.Count);
            var (first, second) = (Level(red, green, blue, block, 0), Level(red, green, blue, block, 1));
            TLanes.Store(TLanes.Blend(first, second, TLanes.Load(ref weights, at)), ref to, at);
        }

        TWords Level(in RowTaps red, in RowTaps green, in RowTaps blue, int block, int tap) => TLanes.Add(
            TLanes.Add(TLanes.MultiplyHigh(TLanes.Take(red, block, tap), timesRed), TLanes.MultiplyHigh(TLanes.Take(green, block, tap), timesGreen)),
            TLanes.MultiplyHigh(TLanes.Take(blue, block, tap), timesBlue));
    }

    private static int Blocks(ResampleAxis across, Span<ushort> one, Span<ushort> two, Span<ushort> three)
    {
        var padded = RowEngine.Padded(across.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(one.Length, Math.Min(two.Length, three.Length)), padded, nameof(one));
        ArgumentOutOfRangeException.ThrowIfLessThan(across.Weights.Length, padded, nameof(across));
        return (across.Count + TLanes.Count - 1) / TLanes.Count;
    }
}
