namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Rows of x1, y1, x2, y2, score, class in input pixels: [n, rows, 6], or [rows, 6] for one image.</summary>
internal sealed class Boxes6Family : OutputFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Boxes6;

    /// <inheritdoc/>
    public override Suppression Nms => Suppression.None;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        return shape.Length is 2 or 3 && OutputShapes.Is(shape[^1], 6);
    }

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => "[n,rows,6] or [rows,6]";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => new Boxes6Decoder();
}
