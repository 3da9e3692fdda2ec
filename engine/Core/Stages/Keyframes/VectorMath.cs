using System.Numerics;
using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Distances between feature vectors.</summary>
internal static class VectorMath
{
    /// <summary>Squared Euclidean distance.</summary>
    /// <param name="a">As long as <paramref name="b"/>.</param>
    /// <param name="b">As long as <paramref name="a"/>.</param>
    public static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(a);
        var right = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < left.Length; i++)
        {
            var difference = left[i] - right[i];
            sum += difference * difference;
        }

        var total = Vector.Sum(sum);
        for (var i = left.Length * Vector<float>.Count; i < a.Length; i++) total += (a[i] - b[i]) * (a[i] - b[i]);
        return total;
    }
}
