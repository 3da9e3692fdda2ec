using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// The horizontal half of the resize and the colour conversion: pairs of neighbouring blended samples, their weights, and out come floats
/// of three channels.
/// </summary>
internal static class RowConverter
{
    private const int Lanes = 8;

    /// <summary>Picks the adjacent pair that each output sample blends.</summary>
    /// <param name="line">Blended samples; one more than the picture has, for the pair that starts at the last one.</param>
    /// <param name="starts">Where each pair starts, below the line's length minus one.</param>
    /// <param name="pairs">As many pairs, the first sample in the low half.</param>
    public static void Gather(ReadOnlySpan<short> line, ReadOnlySpan<int> starts, Span<int> pairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs.Length, starts.Length, nameof(pairs));
        ref var from = ref MemoryMarshal.GetReference(line);
        ref var to = ref MemoryMarshal.GetReference(pairs);
        for (var i = 0; i < starts.Length; i++)
        {
            // The table is made for this line (ResamplePlan), so a bounds check would only test the table.
            ref var pair = ref Unsafe.As<short, byte>(ref Unsafe.Add(ref from, starts[i]));
            Unsafe.Add(ref to, i) = Unsafe.ReadUnaligned<int>(ref pair);
        }
    }

    /// <summary>As <see cref="Gather"/>, from a line of three interleaved colours.</summary>
    /// <param name="line">Blended samples, three a pixel.</param>
    /// <param name="color">0 to 2: which of the three.</param>
    /// <param name="starts">Where each pair starts, in pixels.</param>
    /// <param name="pairs">As many pairs.</param>
    public static void GatherPacked(ReadOnlySpan<short> line, int color, ReadOnlySpan<int> starts, Span<int> pairs)
    {
        for (var i = 0; i < starts.Length; i++)
        {
            var at = (3 * starts[i]) + color;
            pairs[i] = (ushort)line[at] | (line[at + 3] << 16);
        }
    }

    /// <summary>Blends the pairs and converts them.</summary>
    /// <param name="a">Pairs of the first sample: luma, or a colour.</param>
    /// <param name="b">Pairs of the second; the same as <paramref name="a"/> for grey.</param>
    /// <param name="c">Pairs of the third.</param>
    /// <param name="aWeights">Weights of the first sample's pairs, in 1/16384.</param>
    /// <param name="bcWeights">Weights of the others.</param>
    /// <param name="channels">The three channels.</param>
    /// <param name="first">Takes the first channel.</param>
    /// <param name="second">Takes the second channel, as long.</param>
    /// <param name="third">Takes the third channel, as long.</param>
    public static void Convert(ReadOnlySpan<int> a, ReadOnlySpan<int> b, ReadOnlySpan<int> c,
        ReadOnlySpan<short> aWeights, ReadOnlySpan<short> bcWeights, ReadOnlySpan<ColorConversion> channels,
        Span<float> first, Span<float> second, Span<float> third)
    {
        var count = first.Length;
        var i = 0;
        if (Avx2.IsSupported && count >= Lanes)
        {
            ref var aw = ref MemoryMarshal.GetReference(aWeights);
            ref var bw = ref MemoryMarshal.GetReference(bcWeights);
            var x = new Channel(channels[0]);
            var y = new Channel(channels[1]);
            var z = new Channel(channels[2]);
            for (; i <= count - Lanes; i += Lanes)
            {
                var weights = Vector256.LoadUnsafe(ref bw, (nuint)(2 * i));
                var one = Blend(a, i, Vector256.LoadUnsafe(ref aw, (nuint)(2 * i)));
                var two = Blend(b, i, weights);
                var three = Blend(c, i, weights);
                x.Apply(one, two, three).CopyTo(first[i..]);
                y.Apply(one, two, three).CopyTo(second[i..]);
                z.Apply(one, two, three).CopyTo(third[i..]);
            }
        }

        for (; i < count; i++)
        {
            var one = Blend(a[i], aWeights, i);
            var two = Blend(b[i], bcWeights, i);
            var three = Blend(c[i], bcWeights, i);
            first[i] = Apply(channels[0], one, two, three);
            second[i] = Apply(channels[1], one, two, three);
            third[i] = Apply(channels[2], one, two, three);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Blend(ReadOnlySpan<int> pairs, int at, Vector256<short> weights)
        => Vector256.ConvertToSingle(Avx2.MultiplyAddAdjacent(
            Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(pairs), (nuint)at).AsInt16(), weights));

    private static float Blend(int pair, ReadOnlySpan<short> weights, int at)
        => ((short)pair * weights[2 * at]) + ((pair >> 16) * weights[(2 * at) + 1]);

    private static float Apply(in ColorConversion by, float a, float b, float c)
        => (Math.Clamp((by.A * a) + (by.B * b) + (by.C * c) + by.Offset, 0f, 255f) * by.Multiply) + by.Add;

    private readonly struct Channel(in ColorConversion by)
    {
        private readonly Vector256<float> _a = Vector256.Create(by.A);
        private readonly Vector256<float> _b = Vector256.Create(by.B);
        private readonly Vector256<float> _c = Vector256.Create(by.C);
        private readonly Vector256<float> _offset = Vector256.Create(by.Offset);
        private readonly Vector256<float> _multiply = Vector256.Create(by.Multiply);
        private readonly Vector256<float> _add = Vector256.Create(by.Add);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Apply(Vector256<float> a, Vector256<float> b, Vector256<float> c)
        {
            var level = Vector256.MultiplyAddEstimate(_a, a, Vector256.MultiplyAddEstimate(_b, b,
                Vector256.MultiplyAddEstimate(_c, c, _offset)));
            level = Vector256.MinNative(Vector256.MaxNative(level, Vector256<float>.Zero), Vector256.Create(255f));
            return Vector256.MultiplyAddEstimate(level, _multiply, _add);
        }
    }
}
