using System.Numerics;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Reads an embedding: family <c>embedding</c>, [n, length]. Allocates nothing.</summary>
internal sealed class VectorHead
{
    private readonly string _id;

    /// <summary>Checks that the model is an embedding.</summary>
    /// <param name="model">The model; of family <c>embedding</c>.</param>
    /// <exception cref="ModelException">It is of another family.</exception>
    public VectorHead(DetectionModel model)
    {
        if (model.Family != ModelFamily.Embedding)
            throw new ModelException($"Model '{model.Id}' is of family {model.FamilyName}; an embedding is wanted.");
        _id = model.Id;
    }

    /// <summary>Numbers a vector.</summary>
    /// <param name="outputs">What a run gave.</param>
    public static int Length(OutputSet outputs) => (int)outputs.Shape(0)[1];

    /// <summary>The vector of an image, of length 1.</summary>
    /// <param name="outputs">What a run gave.</param>
    /// <param name="item">Which image of the batch.</param>
    /// <param name="into">As many numbers as <see cref="Length"/> says.</param>
    /// <returns>False when the model gave zeros, or numbers that are none; <paramref name="into"/> is of no use then.</returns>
    public bool TryRead(OutputSet outputs, int item, Span<float> into)
    {
        if (!outputs.IsFinite(item)) return false;
        var values = outputs.Item(0, item);
        if (into.Length < values.Length) throw new ArgumentException($"Model '{_id}' gives {values.Length} numbers; there is room for {into.Length}.", nameof(into));
        values.CopyTo(into);
        return TryMakeUnit(into[..values.Length]);
    }

    /// <summary>Makes a vector one of length 1.</summary>
    /// <param name="values">Changed in place.</param>
    /// <returns>False where it has no length, or none that is a number.</returns>
    public static bool TryMakeUnit(Span<float> values)
    {
        var sum = 0f;
        var i = 0;
        var lanes = Vector<float>.Zero;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var part = new Vector<float>(values[i..]);
            lanes += part * part;
        }

        sum = Vector.Sum(lanes);
        for (; i < values.Length; i++) sum += values[i] * values[i];
        if (!(sum > 0) || !float.IsFinite(sum)) return false;
        var factor = 1 / MathF.Sqrt(sum);
        foreach (ref var value in values) value *= factor;
        return true;
    }
}
