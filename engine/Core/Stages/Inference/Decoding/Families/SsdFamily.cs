namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>
/// SSD with OpenVINO's DetectionOutput: [1, 1, rows, 7] of image, class, score, x1, y1, x2, y2 in 0..1; image -1 ends the table. Class 0 is
/// the background.
/// </summary>
internal sealed class SsdFamily : BoxFamily
{
    private const int Row = 7;

    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Ssd;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        return shape.Length == 4 && OutputShapes.Is(shape[0], 1) && OutputShapes.Is(shape[1], 1) && OutputShapes.Is(shape[3], Row);
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
        => Fits(outputs, model) && outputs.Shape(0)[1] == 1 && outputs.Shape(0)[3] == Row;

    /// <inheritdoc/>
    public override bool IsTable(ModelSignature model) => true;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => "[1,1,rows,7]";

    /// <inheritdoc/>
    public override Suppression Nms(ModelSignature model) => Suppression.None;

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => new TableDecoder
    {
        Box = BoxReader.Of(model, BoxFormat.Xyxy, BoxSpace.Unit),
        ImageColumn = 0,
        ClassColumn = 1,
        ScoreColumn = 2,
        BoxColumn = 3,
        Background = model.Card.BackgroundIndex ?? 0,
        EndsAtNoImage = true,
    };

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(TableFaults.Of(card, "ssd"));
}
