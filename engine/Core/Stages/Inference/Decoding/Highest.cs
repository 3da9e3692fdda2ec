using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Looks over rows of numbers eight at a time.</summary>
internal static class Highest
{
    /// <summary>Place of the first highest number.</summary>
    /// <param name="values">At least one, none of them NaN.</param>
    public static int IndexOf(ReadOnlySpan<float> values)
    {
        var highest = values[0];
        var i = 0;
        if (values.Length >= Vector256<float>.Count)
        {
            var lanes = Vector256.Create(values);
            for (i = Vector256<float>.Count; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
                lanes = Vector256.MaxNative(lanes, Vector256.Create(values[i..]));
            for (var lane = 0; lane < Vector256<float>.Count; lane++) highest = Math.Max(highest, lanes[lane]);
        }

        for (; i < values.Length; i++) highest = Math.Max(highest, values[i]);
        return values.IndexOf(highest);
    }

    /// <summary>Whether no number is NaN or infinite.</summary>
    /// <param name="values">Any count.</param>
    public static bool AllFinite(ReadOnlySpan<float> values)
    {
        var i = 0;
        var sum = Vector256<float>.Zero;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            sum += Vector256.Create(values[i..]) * Vector256<float>.Zero; // 0 for what is finite, NaN for what is not
        var rest = Vector256.Sum(sum);
        for (; i < values.Length; i++) rest += values[i] * 0;
        return rest == 0;
    }
}
