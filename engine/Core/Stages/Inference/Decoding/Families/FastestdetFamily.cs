namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>FastestDet: [n, 5 + classes, rows, columns] of one grid of stride 16: objectness, four numbers of the box, class scores.</summary>
internal sealed class FastestdetFamily : BoxFamily
{
    private const int Stride = 16;

    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Fastestdet;

    /// <inheritdoc/>
    protected override bool ReadsBoxes => false;

    /// <inheritdoc/>
    protected override bool ReadsScores => false;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        return shape.Length == 4 && OutputShapes.IsClasses(shape[1], 5, model.Classes)
            && OutputShapes.Is(shape[2], model.Height / Stride) && OutputShapes.Is(shape[3], model.Width / Stride);
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
        => Fits(outputs, model) && model.Outputs.Length == 1 && outputs.Shape(0)[1] > 5 && outputs.Shape(0)[2] > 0 && outputs.Shape(0)[3] > 0;

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model) => outputs.Shape(0)[1] > 5 ? (int)outputs.Shape(0)[1] - 5 : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model)
        => $"[n,{OutputShapes.Sum(5, model.Classes)},{model.Height / Stride},{model.Width / Stride}] (the grid of {model.Width}x{model.Height} at stride 16)";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => new FastestdetDecoder(model.Width, model.Height);
}
