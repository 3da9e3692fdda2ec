namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>A row of numbers for each picture and no boxes: a classifier's scores [n, classes], or an embedding [n, length].</summary>
/// <param name="id">The family.</param>
/// <param name="isClassifier">Whether each number is of a class.</param>
/// <param name="hints">Words in an output's name that speak for it.</param>
internal sealed class HeadFamily(ModelFamily id, bool isClassifier, string[] hints) : OutputFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => id;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        if (shape.Length < 2 || shape[1] is 0 or 1) return false;
        foreach (var side in shape[2..])
            if (!OutputShapes.Is(side, 1)) return false;
        return !isClassifier || OutputShapes.IsClasses(shape[1], Background(model), model.Classes);
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
    {
        if (outputs.Shape(0).Length == 3 || !Fits(outputs, model) || outputs.Shape(0)[1] < 0 || model.Outputs.Length != 1) return false;
        var speaks = HeadHints.Of(outputs.Name(0));
        if (speaks != null) return hints.Contains(speaks);
        return isClassifier || model.Classes != outputs.Shape(0)[1];
    }

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model)
        => isClassifier && outputs.Shape(0)[1] > 0 ? (int)outputs.Shape(0)[1] - Background(model) : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model)
        => isClassifier ? $"[n,{OutputShapes.Sum(Background(model), model.Classes)}]" : "[n,length]";

    private static int Background(ModelSignature model) => model.Card.BackgroundIndex >= 0 ? 1 : 0;
}
