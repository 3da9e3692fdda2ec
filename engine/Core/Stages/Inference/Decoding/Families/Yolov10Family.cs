namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>
/// YOLOv10 and YOLO26, end to end: <c>output0</c> [n, 300, 6] of x1, y1, x2, y2, score, class, without suppression. An export of the
/// one-to-many head has YOLOv8's layout, and is read and suppressed like that.
/// </summary>
internal sealed class Yolov10Family : BoxFamily
{
    private const int Row = 6;

    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Yolov10;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        return IsEndToEnd(model) ? shape.Length == 3 && OutputShapes.Is(shape[2], Row) : Yolov8Family.Fits(shape, 0, model);
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        return shape.Length == 3 && shape[2] == Row && shape[1] <= 1000 && model.Task is null or "detect";
    }

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model) 
        => !IsEndToEnd(model) && outputs.Shape(0)[1] > 4 ? (int)outputs.Shape(0)[1] - 4 : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => $"[n,rows,6], or [n,{OutputShapes.Sum(4, model.Classes)},anchors] of a one-to-many export";

    /// <inheritdoc/>
    public override Suppression Nms(ModelSignature model) => IsEndToEnd(model) ? Suppression.None : Suppression.PerClass;

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => !IsEndToEnd(model) ? Yolov8Family.Decoder(model, 0) : new TableDecoder
    {
        Box = BoxReader.Of(model, BoxFormat.Xyxy, BoxSpace.Pixels),
        BoxColumn = 0,
        ScoreColumn = 4,
        ClassColumn = 5,
        Background = model.Card.BackgroundIndex ?? ClassReader.None,
    };

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(TableFaults.Of(card, "yolov10"));

    // What the model declares decides, so that a run cannot change the layout under a suppression that was chosen for the other.
    private static bool IsEndToEnd(ModelSignature model)
        => model.Main < 0 || model.Outputs[model.Main].Shape is not { Length: 3 } shape || shape[2] < 0 || shape[2] == Row;
}
