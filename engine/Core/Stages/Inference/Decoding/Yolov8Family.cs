namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>YOLOv8, v9, v11 and v12: <c>output0</c> [n, 4 + classes, anchors], channels first.</summary>
internal sealed class Yolov8Family : OutputFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Yolov8;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        return shape.Length == 3 && OutputShapes.IsClasses(shape[1], 4, model.Classes) && (shape[2] < 0 || shape[1] < shape[2]);
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model) => Fits(outputs, model) && OutputShapes.Is(outputs.Shape(0)[2], model.Cells);

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model) => outputs.Shape(0)[1] > 4 ? (int)outputs.Shape(0)[1] - 4 : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => $"[n,{OutputShapes.Sum(4, model.Classes)},anchors] (channels first)";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => new Yolov8Decoder();
}
