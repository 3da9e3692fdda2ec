using System.Diagnostics.CodeAnalysis;

namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>
/// RF-DETR: <c>dets</c> [n, queries, 4] and <c>labels</c> [n, queries, columns] under a sigmoid. A model of n classes has n + 1 columns, the
/// last unused. Weights for COCO have 91 columns, which are COCO's own numbers of categories: with 91 labels every column is a class.
/// </summary>
internal sealed class RfdetrFamily : BoxesAndScoresFamily
{
    /// <summary>The family.</summary>
    [SetsRequiredMembers]
    public RfdetrFamily()
        : base(ModelFamily.Rfdetr)
    {
        (BoxNames, ScoreNames) = (["dets", "pred_boxes"], ["labels", "pred_logits"]);
        (Activation, Background) = (Activation.Sigmoid, ClassReader.Last);
    }

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model)
    {
        var columns = model.Outputs[Find(model)[1]].Shape[2];
        var allAreClasses = columns > 0 && columns == model.Classes;
        return new ScoredRowsDecoder
        {
            Box = BoxReader.Of(model, Format, Space),
            Classes = ClassReader.Of(model, Activation, allAreClasses ? ClassReader.None : Background),
            ScoreOutput = 1,
        };
    }

    /// <inheritdoc/>
    protected override bool FitsColumns(long columns, ModelSignature model)
        => base.FitsColumns(columns, model) || (model.Card.BackgroundIndex == null && columns == model.Classes);
}
