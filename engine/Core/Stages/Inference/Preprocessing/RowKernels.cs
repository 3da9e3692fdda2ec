using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// The first half of the work: a coded row is taken tap by tap, converted, clamped as any converter to 8 bits would, and blended along
/// itself. No sample that no output needs is converted, and 14 bits of each are kept.
/// </summary>
/// <typeparam name="TLanes">The vectors' operations.</typeparam>
/// <typeparam name="TWords">The vectors.</typeparam>
internal static class RowKernels<TLanes, TWords>
    where TLanes : struct, ILanes<TWords>
    where TWords : struct
{
    /// <summary>YUV to red, green and blue.</summary>
    /// <typeparam name="TDepth">The samples' depth.</typeparam>
    /// <param name="y">Luma.</param>
    /// <param name="u">One chroma.</param>
    /// <param name="v">The other.</param>
    /// <param name="across">The weights of the taps.</param>
    /// <param name="by">The matrix.</param>
    /// <param name="red">Gets red; of whole vectors.</param>
    /// <param name="green">As long.</param>
    /// <param name="blue">As long.</param>
    public static void Yuv<TDepth>(RowTaps y, RowTaps u, RowTaps v, ResampleAxis across, in YuvFactors by,
        Span<ushort> red, Span<ushort> green, Span<ushort> blue)
        where TDepth : struct, ISampleDepth
    {
        var convert = new Converter<TDepth>(by);
        var (single, blocks) = (across.IsSingle, Blocks(across, red, green, blue));
        ref var weights = ref Unsafe.As<short, ushort>(ref MemoryMarshal.GetReference(across.Weights));
        ref var toRed = ref MemoryMarshal.GetReference(red);
        ref var toGreen = ref MemoryMarshal.GetReference(green);
        ref var toBlue = ref MemoryMarshal.GetReference(blue);
        for (var block = 0; block < blocks; block++)
        {
            var at = (nuint)(block * TLanes.Count);
            convert.Take(y, u, v, block, 0, out var r, out var g, out var b);
            if (!single)
            {
                convert.Take(y, u, v, block, 1, out var nextR, out var nextG, out var nextB);
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
    /// <param name="into">Gets the line; of whole vectors.</param>
    public static void Single<TDepth>(RowTaps taps, ResampleAxis across, ushort factor, ushort black, Span<ushort> into)
        where TDepth : struct, ISampleDepth
    {
        var (times, less, most) = (TLanes.Create(factor), TLanes.Create(black), TLanes.Create(YuvFactors.Highest));
        var blocks = Blocks(across, into, into, into);
        ref var weights = ref Unsafe.As<short, ushort>(ref MemoryMarshal.GetReference(across.Weights));
        ref var to = ref MemoryMarshal.GetReference(into);
        for (var block = 0; block < blocks; block++)
        {
            var at = (nuint)(block * TLanes.Count);
            var first = Level(taps, block, 0, times, less, most);
            if (!across.IsSingle) first = TLanes.Blend(first, Level(taps, block, 1, times, less, most), TLanes.Load(ref weights, at));
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

    // The matrix, held in registers.
    private readonly ref struct Converter<TDepth>(in YuvFactors by)
        where TDepth : struct, ISampleDepth
    {
        private readonly TWords _luma = TLanes.Create(by.Luma);
        private readonly TWords _redV = TLanes.Create(by.RedV);
        private readonly TWords _greenU = TLanes.Create(by.GreenU);
        private readonly TWords _greenV = TLanes.Create(by.GreenV);
        private readonly TWords _blueU = TLanes.Create(by.BlueU);
        private readonly TWords _redOffset = TLanes.Create(by.RedOffset);
        private readonly TWords _greenOffset = TLanes.Create(by.GreenOffset);
        private readonly TWords _blueOffset = TLanes.Create(by.BlueOffset);
        private readonly TWords _most = TLanes.Create(YuvFactors.Highest);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take(in RowTaps y, in RowTaps u, in RowTaps v, int block, int tap, out TWords red, out TWords green, out TWords blue)
        {
            var luma = TLanes.MultiplyHigh(TDepth.Of<TLanes, TWords>(TLanes.Take(y, block, tap)), _luma);
            var one = TDepth.Of<TLanes, TWords>(TLanes.Take(u, block, tap));
            var two = TDepth.Of<TLanes, TWords>(TLanes.Take(v, block, tap));
            red = Less(TLanes.Add(luma, TLanes.MultiplyHigh(two, _redV)), _redOffset);
            green = Less(
                TLanes.Add(luma, _greenOffset), TLanes.Add(TLanes.MultiplyHigh(one, _greenU), TLanes.MultiplyHigh(two, _greenV)));
            blue = Less(TLanes.Add(luma, TLanes.MultiplyHigh(one, _blueU)), _blueOffset);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TWords Less(TWords sum, TWords less) => TLanes.Min(TLanes.SubtractToZero(sum, less), _most);
    }
}
