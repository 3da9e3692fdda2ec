using System.Collections.Immutable;

namespace Sluice.Native.Ort;

/// <summary>What a model says of one of its inputs or outputs.</summary>
/// <param name="Name">The name to bind it by.</param>
/// <param name="ElementType">
/// The element type; <see cref="OrtElementType.Undefined"/> for what is no tensor, a sequence or a map.
/// </param>
/// <param name="Shape">
/// One number a dimension, -1 where it is only known at run time. Empty for a scalar and where the model says nothing.
/// </param>
/// <param name="SymbolicDimensions">As many as <paramref name="Shape"/>: a dimension's name, or empty.</param>
public sealed record OrtTensorInfo(
    string Name,
    OrtElementType ElementType,
    ImmutableArray<long> Shape,
    ImmutableArray<string> SymbolicDimensions)
{
    /// <summary>Whether some dimension is only known at run time.</summary>
    public bool IsDynamic => Shape.Contains(-1L);

    /// <summary>Whether a tensor of this type and shape may stand here, as far as the model says.</summary>
    public bool Fits(OrtElementType type, ReadOnlySpan<long> shape)
    {
        if (type != ElementType) return false;
        if (Shape.IsEmpty) return true; // a scalar, or a shape the model does not tell: ONNX Runtime judges
        if (shape.Length != Shape.Length) return false;
        for (var i = 0; i < shape.Length; i++)
            if (Shape[i] >= 0 && Shape[i] != shape[i]) return false;
        return true;
    }

    /// <summary>The type and the shape with its symbolic names: <c>float32 [batch,3,416,416]</c>.</summary>
    public string Describe()
    {
        var dimensions = Shape.Select((length, i) => length >= 0 ? $"{length}"
            : SymbolicDimensions[i].Length > 0 ? SymbolicDimensions[i] : "?");
        return $"{OrtElementTypes.Name(ElementType)} [{string.Join(',', dimensions)}]";
    }
}
