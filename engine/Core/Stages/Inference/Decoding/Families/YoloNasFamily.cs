using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>
/// YOLO-NAS: a flat table [rows, 7] of image, x1, y1, x2, y2, score, class for all images, where image -1 is an empty row; or boxes
/// [n, cells, 4] and scores [n, cells, classes], not yet suppressed.
/// </summary>
internal sealed class YoloNasFamily : BoxesAndScoresFamily
{
    private const int Row = 7;

    /// <summary>The family.</summary>
    [SetsRequiredMembers]
    public YoloNasFamily()
        : base(ModelFamily.YoloNas)
    {
        (BoxNames, ScoreNames) = (["boxes", "pred_boxes"], ["scores", "pred_scores"]);
        (Format, Space, Activation, Suppression) = (BoxFormat.Xyxy, BoxSpace.Pixels, Activation.None, Suppression.PerClass);
    }

    /// <inheritdoc/>
    public override ImmutableArray<int> Find(ModelSignature model)
        => model.Card.Outputs == null && model.Main >= 0 && model.Outputs[model.Main].Shape.Length == 2 ? [model.Main] : base.Find(model);

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
        => outputs.Count == 1 ? outputs.Shape(0).Length == 2 && OutputShapes.Is(outputs.Shape(0)[1], Row) : base.Fits(outputs, model);

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model) => Fits(outputs, model) && (outputs.Count == 1
        ? model.Outputs.Length == 1 && outputs.Shape(0)[1] == Row
        : outputs.Shape(0)[1] == model.Cells && outputs.Shape(0)[2] == 4);

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model) => outputs.Count == 1 ? null : base.Classes(outputs, model);

    /// <inheritdoc/>
    public override bool IsTable(ModelSignature model) => Find(model).Length == 1;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => $"[rows,7], or {base.Expected(model)}";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => !IsTable(model) ? base.Decoder(model) : new TableDecoder
    {
        Box = BoxReader.Of(model, Format, Space),
        ImageColumn = 0,
        BoxColumn = 1,
        ScoreColumn = 5,
        ClassColumn = 6,
        Background = model.Card.BackgroundIndex ?? ClassReader.None,
    };
}
