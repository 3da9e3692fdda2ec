using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>
/// YOLOv5 and v7: [n, anchors, 5 + classes], three anchors a grid cell, decoded by the model; or the three raw maps, each
/// [n, 3 x (5 + classes), rows, columns] or [n, 3, rows, columns, 5 + classes], which are decoded here.
/// </summary>
internal sealed class Yolov5Family : BoxFamily
{
    private const int Anchors = 3;

    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Yolov5;

    /// <inheritdoc/>
    public override ImmutableArray<int> Find(ModelSignature model)
    {
        if (model.Card.Output != null) return base.Find(model);
        if (model.OfRank(3) is >= 0 and var rows) return [rows];
        var maps = ImmutableArray.CreateBuilder<int>();
        foreach (var stride in OutputShapes.Strides)
            for (var i = 0; i < model.Outputs.Length; i++)
                if (IsMap(model.Outputs[i].Shape.AsSpan(), stride, model)) maps.Add(i);
        return maps.Count == OutputShapes.Strides.Length ? maps.ToImmutable() : default;
    }

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        if (outputs.Count == 1)
        {
            var shape = outputs.Shape(0);
            return shape.Length == 3 && OutputShapes.IsClasses(shape[2], 5, model.Classes) && (shape[1] < 0 || shape[2] < shape[1]);
        }

        for (var i = 0; i < outputs.Count; i++)
            if (!IsMap(outputs.Shape(i), OutputShapes.Strides[i], model)) return false;
        return true;
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
        => Fits(outputs, model) && model.Task is null or "detect" && !HasPrototypes(model) && (outputs.Count > 1 || (outputs.Shape(0)[2] > 5
            && (outputs.Shape(0)[1] == Anchors * model.Cells || outputs.Shape(0)[1] == Anchors * (model.Cells + (model.Width / 64 * (model.Height / 64))))));

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model)
    {
        var row = outputs.Shape(0).Length == 4 ? outputs.Shape(0)[1] / Anchors : outputs.Shape(0)[^1];
        return row > 5 ? (int)row - 5 : null;
    }

    /// <inheritdoc/>
    public override string Expected(ModelSignature model)
    {
        var row = OutputShapes.Sum(5, model.Classes);
        return $"[n,anchors,{row}], or three raw maps [n,3*({row}),rows,columns] of strides 8, 16, 32";
    }

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model)
    {
        if (Find(model).Length > 1) return new AnchorMapDecoder(model.Card.Anchors);
        return new ScoredRowsDecoder
        {
            Box = BoxReader.Of(model, BoxFormat.Cxcywh, BoxSpace.Pixels),
            Classes = ClassReader.Of(model, Activation.None),
            Objectness = 4,
            FirstClass = 5,
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(Yolov8Family.Faults(card, "yolov5"));

    // Of masks: a segmentation, whose rows hold more than classes.
    private static bool HasPrototypes(ModelSignature model) => model.Outputs.Any(output => output.Shape is { Length: 4 } shape && shape[1] == 32);

    private static bool IsMap(ReadOnlySpan<long> shape, int stride, ModelSignature model)
    {
        var (rows, columns) = (model.Height / stride, model.Width / stride);
        return shape.Length switch
        {
            4 => shape[2] == rows && shape[3] == columns && shape[1] % Anchors == 0 && OutputShapes.IsClasses(shape[1] / Anchors, 5, model.Classes),
            5 => shape[1] == Anchors && shape[2] == rows && shape[3] == columns && OutputShapes.IsClasses(shape[4], 5, model.Classes),
            _ => false,
        };
    }
}
