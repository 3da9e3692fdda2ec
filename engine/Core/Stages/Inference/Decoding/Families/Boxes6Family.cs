namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>
/// Rows of x1, y1, x2, y2, score, class in input pixels: [n, rows, 6], or [rows, 6] for one image, as DeepStream-Yolo exports them. They
/// are not suppressed yet; where they are, suppressing again costs nothing.
/// </summary>
internal sealed class Boxes6Family : BoxFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Boxes6;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        return shape.Length is 2 or 3 && OutputShapes.Is(shape[^1], 6);
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model) => Fits(outputs, model) && outputs.Shape(0)[^1] == 6 && !model.IsEndToEnd;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => "[n,rows,6] or [rows,6]";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => new TableDecoder
    {
        Box = BoxReader.Of(model, BoxFormat.Xyxy, BoxSpace.Pixels),
        BoxColumn = 0,
        ScoreColumn = 4,
        ClassColumn = 5,
        Background = model.Card.BackgroundIndex ?? ClassReader.None,
    };

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(TableFaults.Of(card, "boxes6"));
}
