using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// The learned part of an appearance: a frame's vector as 128 numbers. Longer vectors are projected at random, always in the same way, which
/// keeps their distances to within a few percent. For one thread.
/// </summary>
/// <param name="model">Id of the model whose vectors count.</param>
internal sealed class LearnedBlock(string model)
{
    private const int Length = AppearanceMetric.LearnedLength;

    // By the length of the vectors, once for all sources: of 1,280 numbers they are 640 KiB.
    private static readonly ConcurrentDictionary<int, float[]> Signs = new();
    private float[] _signs = [];
    private int _from;

    /// <summary>Reads a frame's vector.</summary>
    /// <param name="frame">Borrowed.</param>
    /// <param name="into">128 numbers; left as they are where the frame has no vector: it has that of the frame before.</param>
    public void Read(Frame frame, Span<float> into)
    {
        if (frame.Vector is not { } vector || vector.Model != model) return;
        var values = vector.Values.Span;
        if (values.Length <= Length)
        {
            values.CopyTo(into);
            into[values.Length..].Clear();
            return;
        }

        if (values.Length != _from) (_from, _signs) = (values.Length, Signs.GetOrAdd(values.Length, Draw));
        for (var i = 0; i < Length; i++) into[i] = DotProduct.Of(values, _signs.AsSpan(i * _from, _from)) / MathF.Sqrt(Length);
    }

    // Random may differ from runtime to runtime; what is archived has to be comparable for years.
    private static float[] Draw(int from)
    {
        var signs = new float[Length * from];
        var state = 0x9E3779B97F4A7C15UL;
        foreach (ref var sign in signs.AsSpan())
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            sign = ((state >> 40) & 1) == 0 ? 1 : -1;
        }

        return signs;
    }
}
