namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>RT-DETR as Ultralytics exports it: <c>output0</c> [n, queries, 4 + classes], boxes as shares of the input, scores finished.</summary>
internal sealed class RtdetrUltralyticsFamily : BoxFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.RtdetrUltralytics;

    /// <inheritdoc/>
    public override Suppression Nms(ModelSignature model) => Suppression.None;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
        => outputs.Shape(0).Length == 3 && OutputShapes.IsClasses(outputs.Shape(0)[2], 4, model.Classes);

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
        => Fits(outputs, model) && outputs.Shape(0)[2] > 4 && outputs.Shape(0)[1] is > 0 and <= 1000 && model.Outputs.Length == 1
            && model.Task is null or "detect" && !model.IsEndToEnd;

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model) => outputs.Shape(0)[2] > 4 ? (int)outputs.Shape(0)[2] - 4 : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => $"[n,queries,{OutputShapes.Sum(4, model.Classes)}]";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => new ScoredRowsDecoder
    {
        Box = BoxReader.Of(model, BoxFormat.Cxcywh, BoxSpace.Unit),
        Classes = ClassReader.Of(model, Activation.None),
        FirstClass = 4,
    };

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card)
        => base.Faults(card).Concat(Yolov8Family.Faults(card, "rtdetr_ultralytics"));
}
