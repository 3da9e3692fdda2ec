using System.Diagnostics.CodeAnalysis;

namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>UltraFace: <c>scores</c> [n, priors, 2], the first of them background, and <c>boxes</c> [n, priors, 4] x1, y1, x2, y2 in 0..1.</summary>
internal sealed class UltrafaceFamily : BoxesAndScoresFamily
{
    /// <summary>The family.</summary>
    [SetsRequiredMembers]
    public UltrafaceFamily()
        : base(ModelFamily.Ultraface)
    {
        (BoxNames, ScoreNames) = (["boxes"], ["scores"]);
        (Format, Activation, Background, Suppression) = (BoxFormat.Xyxy, Activation.None, 0, Suppression.PerClass);
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
        => base.Suggests(outputs, model) && outputs.Shape(1)[2] == 2 && outputs.Shape(0)[1] == Priors(model);

    private static int Priors(ModelSignature model)
    {
        static int Cells(ModelSignature model, int stride) => (model.Width + stride - 1) / stride * ((model.Height + stride - 1) / stride);
        return (3 * Cells(model, 8)) + (2 * Cells(model, 16)) + (2 * Cells(model, 32)) + (3 * Cells(model, 64));
    }
}
