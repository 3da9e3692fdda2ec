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
        for (var i = 0; i < nearest.Length; i++) nearest[i] = Math.Min(nearest[i], distances[i]);
    }

    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> of) => MemoryMarshal.Cast<float, Vector<float>>(of);
}
