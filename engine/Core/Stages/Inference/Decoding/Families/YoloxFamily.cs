namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>YOLOX: <c>output</c> [n, cells, 5 + classes], a row a grid cell of strides 8, 16 and 32.</summary>
internal sealed class YoloxFamily : BoxFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Yolox;

    /// <inheritdoc/>
    protected override bool ReadsBoxes => false;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        return shape.Length == 3 && OutputShapes.Is(shape[1], model.Cells) && OutputShapes.IsClasses(shape[2], 5, model.Classes);
    }

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model) => outputs.Shape(0)[2] > 5 ? (int)outputs.Shape(0)[2] - 5 : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model)
    {
        var row = OutputShapes.Sum(5, model.Classes);
        return $"[n,{model.Cells},{row}] (grid cells of {model.Width}x{model.Height} by {row} numbers)";
    }

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) 
        => new YoloxDecoder(model.Width, model.Height, ClassReader.Of(model, Activation.None));

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(Yolov8Family.Faults(card, "yolox"));
}
