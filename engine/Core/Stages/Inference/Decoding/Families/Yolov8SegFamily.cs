using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>YOLOv8 and v11 segmentation: <c>output0</c> [n, 4 + classes + masks, anchors], <c>output1</c> [n, masks, height, width].</summary>
internal sealed class Yolov8SegFamily : BoxFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Yolov8Seg;

    /// <inheritdoc/>
    public override ImmutableArray<int> Find(ModelSignature model)
    {
        var maps = model.Outputs.Select((output, place) => (output, place)).Where(pair => pair.output.Shape.Length == 4).ToList();
        var rows = model.Card.Output == null ? model.OfRank(3) : model.Main;
        return maps.Count == 1 && rows >= 0 ? [rows, maps[0].place] : default;
    }

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
        => outputs.Shape(1).Length == 4 && Yolov8Family.Fits(outputs.Shape(0), (int)Math.Max(0, outputs.Shape(1)[1]), model);

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
        => Fits(outputs, model) && OutputShapes.Is(outputs.Shape(0)[2], model.Cells) && model.Task is null or "segment"
            && OutputShapes.Is(outputs.Shape(1)[1], 32);

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model)
        => outputs.Shape(0)[1] > 4 && outputs.Shape(1)[1] > 0 ? (int)(outputs.Shape(0)[1] - 4 - outputs.Shape(1)[1]) : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => $"[n,{OutputShapes.Sum(4, model.Classes)}+masks,anchors] and [n,masks,height,width]";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => Yolov8Family.Decoder(model, Masks(model));

    /// <inheritdoc/>
    public override IDetailReader Details(ModelSignature model) => new MaskReader(Masks(model), model.Width, model.Height);

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(Yolov8Family.Faults(card, "yolov8_seg"));

    private int Masks(ModelSignature model)
    {
        var declared = model.Outputs[Find(model)[1]].Shape[1];
        return declared > 0 ? (int)declared : 32;
    }
}
