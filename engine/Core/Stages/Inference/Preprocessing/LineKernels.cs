using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>The second half of the work: two resampled rows are blended and normalised.</summary>
/// <typeparam name="TLanes">The vectors' operations.</typeparam>
/// <typeparam name="TWords">The vectors.</typeparam>
internal static class LineKernels<TLanes, TWords>
    where TLanes : struct, ILanes<TWords>
    where TWords : struct
{
    // OpenCV resizes in 8-bit pixels, and its own rounding loses an eighth of a level on average (noise, 768x432 to 416x234: 0.127).
    private const int LevelRounding = YuvFactors.Unit * 3 / 8;

    /// <summary>To floats.</summary>
    /// <param name="upper">One row.</param>
    /// <param name="lower">The other.</param>
    /// <param name="weight">Of the other in 1/32768.</param>
    /// <param name="levels">Whether to round to levels.</param>
    /// <param name="multiply">Factor.</param>
    /// <param name="add">Added after it.</param>
    /// <param name="into">At least one vector; rows are as long or longer.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Floats(
        ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, short weight, bool levels, float multiply, float add, Span<float> into)
    {
        var last = Last(upper, lower, into.Length);
        var blended = new Blender(upper, lower, weight, levels);
        ref var to = ref MemoryMarshal.GetReference(into);
        for (nuint at = 0; ; at += (nuint)TLanes.Count)
        {
            if (at > last) at = last; // the last step overlaps the one before: it writes the same numbers again
            TLanes.StoreFloats(blended.At(at), multiply, add, ref to, at);
            if (at == last) return;
        }
    }

    /// <summary>To bytes.</summary>
    /// <inheritdoc cref="Floats"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Bytes(ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, short weight, bool levels, Span<byte> into)
    {
        var last = Last(upper, lower, into.Length);
        var blended = new Blender(upper, lower, weight, levels);
        ref var to = ref MemoryMarshal.GetReference(into);
        for (nuint at = 0; ; at += (nuint)TLanes.Count)
        {
            if (at > last) at = last;
            TLanes.StoreBytes(blended.At(at), ref to, at);
            if (at == last) return;
        }
    }

    private static nuint Last(ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, TLanes.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(upper.Length, count, nameof(upper));
        ArgumentOutOfRangeException.ThrowIfLessThan(lower.Length, count, nameof(lower));
        return (nuint)(count - TLanes.Count);
    }

    private readonly ref struct Blender(ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, short weight, bool levels)
    {
        private readonly ref ushort _upper = ref MemoryMarshal.GetReference(upper);
        private readonly ref ushort _lower = ref MemoryMarshal.GetReference(lower);
        private readonly TWords _weight = TLanes.Create((ushort)weight);
        private readonly TWords _round = TLanes.Create((ushort)(levels ? LevelRounding : 0));
        private readonly TWords _kept = TLanes.Create((ushort)(levels ? -YuvFactors.Unit : -1));
        private readonly bool _single = weight == 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TWords At(nuint at)
        {
            var first = TLanes.Load(ref _upper, at);
            if (!_single) first = TLanes.Blend(first, TLanes.Load(ref _lower, at), _weight);
            return TLanes.And(TLanes.Add(first, _round), _kept);
        }
    }
}
