using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>The input and the output of a model that a detection takes, and the sizes they have.</summary>
/// <param name="Input">float32 [n, 3, height, width].</param>
/// <param name="Output">The boxes, float32.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="Height">Rows of the input.</param>
internal sealed record ModelPorts(OrtTensorInfo Input, OrtTensorInfo Output, int Width, int Height)
{
    /// <summary>Images in every run; null when a run takes any number.</summary>
    public int? FixedBatch => Output.Shape.Length == 2 ? 1 : Input.Shape[0] < 0 ? null : (int)Input.Shape[0];

    /// <summary>
    /// The output's shape for a run of so many images when the model tells it beforehand; null when only the run does.
    /// </summary>
    public long[]? OutputShape(int images)
    {
        var shape = Output.Shape.ToArray();
        if (shape.Length != 3) return shape.Contains(-1) ? null : shape;
        var sameDimension = Input.SymbolicDimensions[0].Length > 0 && Input.SymbolicDimensions[0] == Output.SymbolicDimensions[0];
        if (shape[0] < 0 && sameDimension) shape[0] = images;
        return shape.Contains(-1) ? null : shape;
    }

    /// <summary>Finds them in a session.</summary>
    /// <param name="id">The model's id, for messages.</param>
    /// <param name="session">The model.</param>
    /// <param name="card">Names them where there are several; gives the size where the model's is symbolic.</param>
    /// <exception cref="ModelException">They cannot be found, or are nothing that a picture can be fed to.</exception>
    public static ModelPorts Of(string id, OrtSession session, ModelCard card)
    {
        var input = Find(id, "input", card.Input, session.Inputs.AsSpan(), mustBeOnly: true);
        var output = Find(id, "output", card.Output, session.Outputs.AsSpan(), mustBeOnly: false);
        if (output.ElementType != OrtElementType.Float32)
            throw new ModelException($"Model '{id}': output '{output.Name}' is {output.Describe()}; float32 is expected.");
        var (shape, what) = (input.Shape, $"Model '{id}': input '{input.Name}' is {input.Describe()}");
        if (input.ElementType != OrtElementType.Float32 || shape.Length != 4 || shape[1] is not (3 or -1))
            throw new ModelException($"{what}; float32 [n,3,height,width] is expected.");
        var width = Size(what, "width", shape[3], card.Width);
        var height = Size(what, "height", shape[2], card.Height);
        return new(input, output, width, height);
    }

    private static int Size(string what, string key, long own, int? card)
    {
        if (own > 0 && (card == null || card == own)) return (int)own;
        if (own > 0) throw new ModelException($"{what}, but the card's {key} is {card}; it must be {own}, or left out.");
        return card ?? throw new ModelException($"{what} of symbolic size; the card must give its {key}.");
    }

    private static OrtTensorInfo Find(string id, string kind, string? name, ReadOnlySpan<OrtTensorInfo> all, bool mustBeOnly)
    {
        var names = string.Join(", ", all.ToArray().Select(info => $"'{info.Name}' {info.Describe()}"));
        if (name == null)
        {
            if (all.Length == 1 || (all.Length > 1 && !mustBeOnly)) return all[0];
            throw new ModelException($"Model '{id}' has {all.Length} {kind}s; the card must name one: {names}.");
        }

        foreach (var info in all)
            if (info.Name == name) return info;
        throw new ModelException($"Model '{id}' has no {kind} '{name}'; it has {names}.");
    }
}
