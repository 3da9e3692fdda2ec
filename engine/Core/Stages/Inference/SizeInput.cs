using System.Collections.Immutable;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>
/// An input besides the pictures, which tells the model their size so that it gives boxes in pixels. It is always given the size of the
/// model's own input, so that boxes come in pixels of that and go back to the frame like those of every other model.
/// </summary>
/// <param name="Info">The input.</param>
/// <param name="Kind">What its two numbers are.</param>
internal sealed record SizeInput(OrtTensorInfo Info, SizeInputKind Kind)
{
    /// <summary>The inputs that exporters are known to make, by name.</summary>
    private static readonly ImmutableDictionary<string, SizeInputKind> Known = new Dictionary<string, SizeInputKind>
    {
        ["orig_target_sizes"] = SizeInputKind.WidthHeight, // RT-DETR, D-FINE, DEIM
        ["orig_size"] = SizeInputKind.WidthHeight,
        ["target_sizes"] = SizeInputKind.HeightWidth, // Hugging Face's post-processing
        ["im_shape"] = SizeInputKind.HeightWidth, // PaddleDetection
        ["scale_factor"] = SizeInputKind.Ones, // PaddleDetection
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Recognises an input.</summary>
    /// <param name="id">The model's id, for messages.</param>
    /// <param name="info">The input.</param>
    /// <exception cref="ModelException">It is none that is known.</exception>
    public static SizeInput Of(string id, OrtTensorInfo info)
    {
        var fits = info.Shape.Length == 2 && info.Shape[1] is 2 or -1
            && info.ElementType is OrtElementType.Int64 or OrtElementType.Int32 or OrtElementType.Float32;
        if (fits && Known.TryGetValue(info.Name, out var kind)) return new(info, kind);
        throw new ModelException($"Model '{id}' asks for an input '{info.Name}' {info.Describe()} that nothing here can fill; "
            + $"besides the pictures there may be {string.Join(", ", Known.Keys.Order(StringComparer.Ordinal))}, each [n,2].");
    }

    /// <summary>A tensor with its numbers.</summary>
    /// <param name="images">Images in a run.</param>
    /// <param name="width">Columns of the model's input.</param>
    /// <param name="height">Rows of the model's input.</param>
    /// <returns>[images, 2]; the caller disposes it.</returns>
    public OrtTensor Tensor(int images, int width, int height)
    {
        var (first, second) = Kind switch
        {
            SizeInputKind.WidthHeight => (width, height),
            SizeInputKind.HeightWidth => (height, width),
            _ => (1, 1),
        };
        var tensor = OrtTensor.Allocate(Info.ElementType, images, 2);
        for (var i = 0; i < 2 * images; i++)
        {
            var value = i % 2 == 0 ? first : second;
            switch (Info.ElementType)
            {
                case OrtElementType.Int64: tensor.As<long>()[i] = value; break;
                case OrtElementType.Int32: tensor.As<int>()[i] = value; break;
                default: tensor.As<float>()[i] = value; break;
            }
        }

        return tensor;
    }
}
