using System.Numerics;
using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>The sums that choosing consists of, over clusters.</summary>
internal static class CoverageMath
{
    /// <summary>What a candidate would bring: the weighted sum of how much nearer it is than what is chosen.</summary>
    public static double Gain(ReadOnlySpan<float> nearest, ReadOnlySpan<float> distances, ReadOnlySpan<float> weights)
    {
        var a = Vectors(nearest);
        var b = Vectors(distances);
        var w = Vectors(weights);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i++) sum += Vector.Max(a[i] - b[i], Vector<float>.Zero) * w[i];
        double total = Vector.Sum(sum);
        for (var i = a.Length * Vector<float>.Count; i < nearest.Length; i++) total += Math.Max(nearest[i] - distances[i], 0) * weights[i];
        return total;
    }

    /// <summary>The weighted sum of distances with a candidate chosen.</summary>
    public static double Cost(ReadOnlySpan<float> nearest, ReadOnlySpan<float> distances, ReadOnlySpan<float> weights)
    {
        var a = Vectors(nearest);
        var b = Vectors(distances);
        var w = Vectors(weights);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i++) sum += Vector.Min(a[i], b[i]) * w[i];
        double total = Vector.Sum(sum);
        for (var i = a.Length * Vector<float>.Count; i < nearest.Length; i++) total += Math.Min(nearest[i], distances[i]) * weights[i];
        return total;
    }

    /// <summary>Takes a candidate in.</summary>
    public static void Lower(Span<float> nearest, ReadOnlySpan<float> distances)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(nearest);
        var b = Vectors(distances);
        for (var i = 0; i < a.Length; i++) a[i] = Vector.Min(a[i], b[i]);
        for (var i = a.Length * Vector<float>.Count; i < nearest.Length; i++) nearest[i] = Math.Min(nearest[i], distances[i]);
    }

    /// <summary>The first of the largest numbers.</summary>
    /// <returns>Its index; -1 where there are none.</returns>
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

    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> of) => MemoryMarshal.Cast<float, Vector<float>>(of);
}
