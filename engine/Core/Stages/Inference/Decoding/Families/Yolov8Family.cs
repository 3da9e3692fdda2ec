namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>YOLOv8, v9, v11 and v12: <c>output0</c> [n, 4 + classes, anchors], channels first.</summary>
internal sealed class Yolov8Family : BoxFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Yolov8;

    /// <summary>How YOLOv8 reads boxes and scores where the card does not say.</summary>
    /// <param name="model">The model.</param>
    /// <param name="others">Channels after the scores.</param>
    public static Yolov8Decoder Decoder(ModelSignature model, int others)
        => new(BoxReader.Of(model, BoxFormat.Cxcywh, BoxSpace.Pixels), ClassReader.Of(model, Activation.None)) { Others = others };

    /// <summary>Whether a shape is channels first, with so many numbers besides those of the classes.</summary>
    public static bool Fits(ReadOnlySpan<long> shape, int others, ModelSignature model)
        => shape.Length == 3 && OutputShapes.IsClasses(shape[1], 4 + others, model.Classes) && (shape[2] < 0 || shape[1] < shape[2]);

    /// <summary>Keys of the card that the family cannot follow.</summary>
    public static IEnumerable<(string Key, string Message)> Faults(ModelCard card, string name)
    {
        if (card.Activation == Activation.Softmax) yield return ("activation", $"is softmax, which family {name} does not have; give none or sigmoid");
        if (card.BackgroundIndex is >= 0) yield return ("background_index", $"is {card.BackgroundIndex}, but family {name} has no background; leave it out");
    }

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model) => Fits(outputs.Shape(0), 0, model);

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
        => Fits(outputs, model) && OutputShapes.Is(outputs.Shape(0)[2], model.Cells) && model.Task is null or "detect"
            && !model.Outputs.Any(output => output.Shape.Length == 4);

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model) => outputs.Shape(0)[1] > 4 ? (int)outputs.Shape(0)[1] - 4 : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => $"[n,{OutputShapes.Sum(4, model.Classes)},anchors] (channels first)";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => Decoder(model, 0);

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(Faults(card, "yolov8"));
}
