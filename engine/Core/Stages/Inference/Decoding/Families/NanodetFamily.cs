using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>
/// NanoDet: for each of strides 8, 16 and 32 scores [n, cells, classes] and distances [n, cells, 4 x bins]. Names tell nothing; the two
/// outputs of a stride are told apart by the number of labels, or else by their order, in which scores come first.
/// </summary>
internal sealed class NanodetFamily : BoxFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Nanodet;

    /// <inheritdoc/>
    protected override bool ReadsBoxes => false;

    /// <inheritdoc/>
    public override ImmutableArray<int> Find(ModelSignature model)
    {
        var found = ImmutableArray.CreateBuilder<int>();
        foreach (var stride in OutputShapes.Strides)
        {
            var cells = Cells(model, stride);
            int[] pair = [.. Enumerable.Range(0, model.Outputs.Length)
                .Where(place => model.Outputs[place].Shape is { Length: 3 } shape && shape[1] == cells)];
            if (pair.Length != 2) return default;
            var (first, second) = (model.Outputs[pair[0]].Shape[2], model.Outputs[pair[1]].Shape[2]);
            var isSwapped = first % 4 == 0 && (second % 4 != 0 || (second == model.Classes && first != second));
            found.AddRange(isSwapped ? [pair[1], pair[0]] : pair);
        }

        return found.ToImmutable();
    }

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        for (var level = 0; level < OutputShapes.Strides.Length; level++)
        {
            var scores = outputs.Shape(2 * level);
            var sides = outputs.Shape((2 * level) + 1);
            var cells = Cells(model, OutputShapes.Strides[level]);
            if (scores.Length != 3 || sides.Length != 3 || scores[1] != cells || sides[1] != cells) return false;
            if (!OutputShapes.IsClasses(scores[2], 0, model.Classes) || sides[2] % 4 != 0 || sides[2] < 8) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model) => outputs.Shape(0)[2] > 0 ? (int)outputs.Shape(0)[2] : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model)
        => $"for each of strides 8, 16, 32 scores [n,cells,{OutputShapes.Sum(0, model.Classes)}] and distances [n,cells,4*bins], "
            + $"cells being {string.Join(", ", OutputShapes.Strides.ToArray().Select(stride => Cells(model, stride)))}";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => new NanodetDecoder(model.Width, ClassReader.Of(model, Activation.None));

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(Yolov8Family.Faults(card, "nanodet"));

    // A grid covers the input to its edges.
    private static int Cells(ModelSignature model, int stride) => (model.Width + stride - 1) / stride * ((model.Height + stride - 1) / stride);
}
