using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// How far apart two appearances of one source are: Euclidean, with a learned block behind the plain features where a model makes one. That
/// block counts by a weight that is not part of the vectors, so that what is stored stays comparable while the weight is being learned.
/// </summary>
/// <param name="length">Numbers in a vector.</param>
internal sealed class AppearanceMetric(int length)
{
    /// <summary>Numbers in the learned block.</summary>
    public const int LearnedLength = 128;

    private const int PlainLength = AppearanceFeatures.Length;

    /// <summary>Of the plain features alone.</summary>
    public static AppearanceMetric Plain { get; } = new(PlainLength);

    /// <summary>Numbers in a vector.</summary>
    public int Length => length;

    /// <summary>What a squared difference in the learned block counts beside one in the plain features; by the source's thread.</summary>
    public float Weight { get; set; }

    /// <summary>Squared distance of two short forms, given up once it is too far.</summary>
    public long Squared(ref short a, ref short b, long enough)
    {
        var plain = VectorMath.SquaredDistance(ref a, ref b, PlainLength, enough);
        if (length == PlainLength || Weight == 0 || plain > enough) return plain;
        return plain + (long)(Weight * VectorMath.SquaredDistance(ref Unsafe.Add(ref a, PlainLength), ref Unsafe.Add(ref b, PlainLength), LearnedLength, long.MaxValue));
    }

    /// <summary>Squared distance.</summary>
    public float Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var plain = VectorMath.SquaredDistance(a[..PlainLength], b[..PlainLength]);
        return length == PlainLength || Weight == 0 ? plain : plain + (Weight * VectorMath.SquaredDistance(a[PlainLength..], b[PlainLength..]));
    }

    /// <summary>Squared distance of a vector to a short form.</summary>
    public float Squared(ReadOnlySpan<float> a, ReadOnlySpan<short> b)
    {
        var (plain, learned) = (0f, 0f);
        for (var i = 0; i < PlainLength; i++) plain += (a[i] - (b[i] / VectorMath.Steps)) * (a[i] - (b[i] / VectorMath.Steps));
        for (var i = PlainLength; i < length; i++) learned += (a[i] - (b[i] / VectorMath.Steps)) * (a[i] - (b[i] / VectorMath.Steps));
        return plain + (Weight * learned);
    }

    /// <summary>Squared distances of one short form to four others, in steps.</summary>
    public Vector128<float> Squared(ref short one, ref short first, ref short second, ref short third, ref short fourth)
    {
        var plain = Vector128.ConvertToSingle(VectorMath.SquaredDistances(ref one, ref first, ref second, ref third, ref fourth, PlainLength));
        if (length == PlainLength || Weight == 0) return plain;
        var learned = VectorMath.SquaredDistances(ref Unsafe.Add(ref one, PlainLength), ref Unsafe.Add(ref first, PlainLength), ref Unsafe.Add(ref second, PlainLength),
            ref Unsafe.Add(ref third, PlainLength), ref Unsafe.Add(ref fourth, PlainLength), LearnedLength);
        return plain + (Vector128.ConvertToSingle(learned) * Weight);
    }
}
