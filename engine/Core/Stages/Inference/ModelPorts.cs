using System.Collections.Immutable;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>The inputs of a model, and the sizes they have.</summary>
/// <param name="Input">Takes the pictures: four dimensions, planes or pixels in order.</param>
/// <param name="Order">In which order its elements lie.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="Height">Rows of the input.</param>
/// <param name="Sizes">Further inputs that take sizes of pictures, as DETR-like exports have them.</param>
internal sealed record ModelPorts(OrtTensorInfo Input, InputOrder Order, int Width, int Height, ImmutableArray<SizeInput> Sizes)
{
    /// <summary>Images in every run; null when a run takes any number.</summary>
    public int? FixedBatch => Input.Shape[0] < 0 ? null : (int)Input.Shape[0];

    /// <summary>The input's shape for a run.</summary>
    /// <param name="images">How many.</param>
    public long[] InputShape(int images) => Order == InputOrder.Nchw ? [images, 3, Height, Width] : [images, Height, Width, 3];

    /// <summary>What pre-processing has to write.</summary>
    /// <param name="card">Colours, factors, letterbox.</param>
    public InputLayout Layout(ModelCard card) => InputLayout.Of(card, Width, Height) with
    {
        Order = Order,
        Element = Input.ElementType switch
        {
            OrtElementType.Float16 => InputElement.Float16,
            OrtElementType.UInt8 => InputElement.UInt8,
            _ => InputElement.Float32,
        },
    };

    /// <summary>An output's shape for a run of so many images when the model tells it beforehand; null when only the run does.</summary>
    public long[]? OutputShape(OrtTensorInfo output, int images)
    {
        var shape = output.Shape.ToArray();
        if (shape.Length == 0) return null; // a scalar, or a shape the model does not tell
        var isBatch = Input.SymbolicDimensions[0].Length > 0 && Input.SymbolicDimensions[0] == output.SymbolicDimensions[0];
        if (shape[0] < 0 && isBatch) shape[0] = images;
        return shape.Contains(-1) ? null : shape;
    }

    /// <summary>Finds them in a session.</summary>
    /// <param name="id">The model's id, for messages.</param>
    /// <param name="session">The model.</param>
    /// <param name="card">Names the input where there are several; gives the size where the model's is symbolic.</param>
    /// <exception cref="ModelException">They cannot be found, or are nothing that a picture can be fed to.</exception>
    public static ModelPorts Of(string id, OrtSession session, ModelCard card)
    {
        var input = Find(id, session, card);
        var (shape, what) = (input.Shape, $"Model '{id}': input '{input.Name}' is {input.Describe()}");
        if (shape.Length != 4 || (shape[1] is not (3 or -1) && shape[3] is not (3 or -1)))
            throw new ModelException($"{what}; [n,3,height,width] or [n,height,width,3] is expected.");
        if (input.ElementType is not (OrtElementType.Float32 or OrtElementType.Float16 or OrtElementType.UInt8))
            throw new ModelException($"{what}; elements of float32, float16 or uint8 are expected.");
        var order = card.Layout ?? (shape[1] == 3 ? InputOrder.Nchw : shape[3] == 3 ? InputOrder.Nhwc : InputOrder.Nchw);
        if (shape[order == InputOrder.Nchw ? 1 : 3] is not (3 or -1))
            throw new ModelException($"{what}, but the card's layout is {order.ToString().ToLowerInvariant()}: the other one fits.");
        var (rows, columns) = order == InputOrder.Nchw ? (shape[2], shape[3]) : (shape[1], shape[2]);
        var width = Size(what, "width", columns, card.Width);
        var height = Size(what, "height", rows, card.Height);
        ImmutableArray<SizeInput> sizes = [.. session.Inputs.Where(other => other.Name != input.Name).Select(other => SizeInput.Of(id, other))];
        return new(input, order, width, height, sizes);
    }

    private static int Size(string what, string key, long own, int? card)
    {
        if (own > 0 && (card == null || card == own)) return (int)own;
        if (own > 0) throw new ModelException($"{what}, but the card's {key} is {card}; it must be {own}, or left out.");
        return card ?? throw new ModelException($"{what} of symbolic size; the card must give its {key}.");
    }

    private static OrtTensorInfo Find(string id, OrtSession session, ModelCard card)
    {
        var all = session.Inputs;
        var names = string.Join(", ", all.Select(info => $"'{info.Name}' {info.Describe()}"));
        if (card.Input is { } name)
            return all.FirstOrDefault(info => info.Name == name) ?? throw new ModelException($"Model '{id}' has no input '{name}'; it has {names}.");
        if (all.Length == 1) return all[0];
        OrtTensorInfo[] pictures = [.. all.Where(info => info.Shape.Length == 4)];
        return pictures.Length == 1 ? pictures[0]
            : throw new ModelException($"Model '{id}' has {all.Length} inputs; the card must name the one that takes pictures: {names}.");
    }
}
