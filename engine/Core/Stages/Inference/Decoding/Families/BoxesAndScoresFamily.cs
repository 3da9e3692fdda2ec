using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>Two outputs: boxes [n, rows, 4] and scores [n, rows, classes], perhaps with a column for the background.</summary>
/// <param name="id">The family.</param>
internal class BoxesAndScoresFamily(ModelFamily id) : BoxFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => id;

    /// <summary>Usual names of the boxes.</summary>
    public required ImmutableArray<string> BoxNames { get; init; }

    /// <summary>Usual names of the scores.</summary>
    public required ImmutableArray<string> ScoreNames { get; init; }

    /// <summary>What a box's numbers usually are.</summary>
    public BoxFormat Format { get; init; } = BoxFormat.Cxcywh;

    /// <summary>What they are usually measured in.</summary>
    public BoxSpace Space { get; init; } = BoxSpace.Unit;

    /// <summary>What usually makes confidences.</summary>
    public required Activation Activation { get; init; }

    /// <summary>Which column usually is the background, as <see cref="ClassReader"/> has it.</summary>
    public int Background { get; init; } = ClassReader.None;

    /// <summary>Usual suppression.</summary>
    public Suppression Suppression { get; init; } = Suppression.None;

    /// <inheritdoc/>
    public override Suppression Nms(ModelSignature model) => Suppression;

    /// <inheritdoc/>
    public override ImmutableArray<int> Find(ModelSignature model)
    {
        var boxes = model.Named(model.Card.Outputs?.Boxes, BoxNames.AsSpan());
        var scores = model.Named(model.Card.Outputs?.Scores, ScoreNames.AsSpan());
        if (boxes >= 0 && scores >= 0) return [boxes, scores];
        return model.Card.Outputs == null ? ByShape(model) : default;
    }

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var boxes = outputs.Shape(0);
        var scores = outputs.Shape(1);
        return boxes.Length == 3 && scores.Length == 3 && OutputShapes.Is(boxes[2], 4)
            && (boxes[1] < 0 || scores[1] < 0 || boxes[1] == scores[1])
            && FitsColumns(scores[2], model);
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
        => Fits(outputs, model) && BoxNames.Contains(outputs.Name(0)) && ScoreNames.Contains(outputs.Name(1));

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model)
        => outputs.Shape(1)[2] > 0 ? (int)outputs.Shape(1)[2] - (HasBackground(model) ? 1 : 0) : null;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model)
        => $"boxes [n,rows,4] ({string.Join(" or ", BoxNames)}) and scores [n,rows,{OutputShapes.Sum(HasBackground(model) ? 1 : 0, model.Classes)}] ({string.Join(" or ", ScoreNames)})";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => new ScoredRowsDecoder
    {
        Box = BoxReader.Of(model, Format, Space),
        Classes = ClassReader.Of(model, Activation, Background),
        ScoreOutput = 1,
    };

    /// <summary>Whether the scores may have so many columns.</summary>
    /// <param name="columns">-1 where only a run tells.</param>
    /// <param name="model">The model.</param>
    protected virtual bool FitsColumns(long columns, ModelSignature model) => OutputShapes.IsClasses(columns, HasBackground(model) ? 1 : 0, model.Classes);

    /// <summary>Whether one of the columns is the background.</summary>
    protected bool HasBackground(ModelSignature model) => (model.Card.BackgroundIndex ?? Background) >= 0;

    // Two outputs of three dimensions, of which only one can hold boxes.
    private static ImmutableArray<int> ByShape(ModelSignature model)
    {
        ImmutableArray<int> places = [.. Enumerable.Range(0, model.Outputs.Length).Where(place => model.Outputs[place].Shape.Length == 3)];
        if (places.Length != 2) return default;
        var (first, second) = (model.Outputs[places[0]].Shape[2] == 4, model.Outputs[places[1]].Shape[2] == 4);
        return first == second ? default : first ? places : [places[1], places[0]];
    }
}
