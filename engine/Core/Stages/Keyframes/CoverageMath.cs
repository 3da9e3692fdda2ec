using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>The sums that choosing consists of, over all candidates at once. In double precision: gains are kept up to date by differences.</summary>
internal static class CoverageMath
{
    /// <summary>Adds to each candidate's gain the part of a stretch, in distance from a cluster, that the candidate lies nearer than.</summary>
    /// <param name="gains">Of each candidate.</param>
    /// <param name="distances">Of each candidate to the cluster.</param>
    /// <param name="low">Where the stretch begins.</param>
    /// <param name="high">Where it ends.</param>
    /// <param name="weight">What a unit of it is worth.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBetween(Span<double> gains, ReadOnlySpan<float> distances, double low, double high, double weight)
    {
        var sums = MemoryMarshal.Cast<double, Vector<double>>(gains);
        var from = MemoryMarshal.Cast<float, Vector<float>>(distances);
        var (lows, highs) = (new Vector<double>(low), new Vector<double>(high));
        for (var i = 0; i < from.Length; i++)
        {
            Vector.Widen(from[i], out var first, out var second);
            sums[2 * i] += Vector.Max(highs - Vector.Max(first, lows), Vector<double>.Zero) * weight;
            sums[(2 * i) + 1] += Vector.Max(highs - Vector.Max(second, lows), Vector<double>.Zero) * weight;
        }

        for (var i = from.Length * Vector<float>.Count; i < gains.Length; i++) gains[i] += Math.Max(high - Math.Max(distances[i], low), 0) * weight;
    }

    /// <summary>Adds numbers, times a factor, to others.</summary>
    /// <param name="numbers">What is multiplied.</param>
    /// <param name="factor">By what.</param>
    /// <param name="others">As many.</param>
    /// <param name="sums">As many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<double> numbers, double factor, ReadOnlySpan<double> others, Span<double> sums)
    {
        for (var i = 0; i < sums.Length; i++) sums[i] = (numbers[i] * factor) + others[i];
    }

    /// <summary>The smallest number; positive infinity where there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Smallest(ReadOnlySpan<float> numbers)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        var least = new Vector<float>(float.PositiveInfinity);
        foreach (var vector in vectors) least = Vector.Min(least, vector);
        var smallest = float.PositiveInfinity;
        for (var i = 0; i < Vector<float>.Count; i++) smallest = Math.Min(smallest, least[i]);
        for (var i = vectors.Length * Vector<float>.Count; i < numbers.Length; i++) smallest = Math.Min(smallest, numbers[i]);
        return smallest;
    }

    /// <summary>The first of the largest numbers.</summary>
    /// <returns>Its index; -1 where there are none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Largest(ReadOnlySpan<double> numbers)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(numbers);
        var most = new Vector<double>(double.NegativeInfinity);
        foreach (var vector in vectors) most = Vector.Max(most, vector);
        var largest = double.NegativeInfinity;
        for (var i = 0; i < Vector<double>.Count; i++) largest = Math.Max(largest, most[i]);
        for (var i = vectors.Length * Vector<double>.Count; i < numbers.Length; i++) largest = Math.Max(largest, numbers[i]);
        var wanted = new Vector<double>(largest);
        for (var v = 0; v <= vectors.Length; v++)
        {
            if (v < vectors.Length && !Vector.EqualsAny(vectors[v], wanted)) continue;
            for (var i = v * Vector<double>.Count; i < numbers.Length; i++)
                if (numbers[i] == largest) return i;
        }

        return -1;
    }
}
