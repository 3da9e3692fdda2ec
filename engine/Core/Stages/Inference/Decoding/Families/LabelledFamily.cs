using System.Collections.Immutable;
using Sluice.Core.Config;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>Outputs with boxes [n, rows, 4], the score of each [n, rows], the class number of each [n, rows], and perhaps how many are valid.</summary>
/// <param name="id">The family.</param>
internal sealed class LabelledFamily(ModelFamily id) : BoxFamily
{
    /// <inheritdoc/>
    public override ModelFamily Id => id;

    /// <summary>Usual names of the boxes.</summary>
    public required ImmutableArray<string> BoxNames { get; init; }

    /// <summary>Usual names of the scores.</summary>
    public required ImmutableArray<string> ScoreNames { get; init; }

    /// <summary>Usual names of the class numbers.</summary>
    public required ImmutableArray<string> ClassNames { get; init; }

    /// <summary>Usual names of the count; empty for a family that has none.</summary>
    public ImmutableArray<string> CountNames { get; init; } = [];

    /// <summary>Whether there must be a count.</summary>
    public bool NeedsCount { get; init; }

    /// <summary>What a box's numbers usually are.</summary>
    public BoxFormat Format { get; init; } = BoxFormat.Xyxy;

    /// <summary>What they are usually measured in, by the name of the output that holds them.</summary>
    public Func<string, BoxSpace> Space { get; init; } = static _ => BoxSpace.Pixels;

    /// <summary>The class that usually is the background.</summary>
    public int Background { get; init; } = ClassReader.None;

    /// <summary>Whether what the model says of its class numbers speaks for the family.</summary>
    public Func<OrtTensorInfo, bool> Speaks { get; init; } = static _ => true;

    /// <summary>Whether it may be proposed; not the second name of a family.</summary>
    public bool IsProposed { get; init; } = true;

    /// <inheritdoc/>
    public override Suppression Nms(ModelSignature model) => Suppression.None;

    /// <inheritdoc/>
    public override ImmutableArray<int> Find(ModelSignature model)
    {
        var names = model.Card.Outputs;
        var boxes = model.Named(names?.Boxes, BoxNames.AsSpan());
        var scores = model.Named(names?.Scores, ScoreNames.AsSpan());
        var classes = model.Named(names?.Classes, ClassNames.AsSpan());
        var count = model.Named(names?.Count, CountNames.AsSpan());
        if (boxes < 0 || scores < 0 || classes < 0 || (count < 0 && NeedsCount)) return default;
        return count < 0 ? [boxes, scores, classes] : [boxes, scores, classes, count];
    }

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var rows = outputs.Shape(0).Length == 3 ? outputs.Shape(0)[1] : 0;
        return outputs.Shape(0).Length == 3 && OutputShapes.Is(outputs.Shape(0)[2], 4) && IsList(outputs.Shape(1), rows) && IsList(outputs.Shape(2), rows)
            && (outputs.Count < 4 || outputs.Shape(3).Length == 1 || (outputs.Shape(3).Length == 2 && OutputShapes.Is(outputs.Shape(3)[1], 1)));
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
        => IsProposed && Fits(outputs, model) && Speaks(model.Outputs[model.IndexOf(outputs.Name(2))]);

    /// <inheritdoc/>
    public override string Expected(ModelSignature model)
        => $"boxes [n,rows,4] ({Words(BoxNames)}), scores [n,rows] ({Words(ScoreNames)}), classes [n,rows] ({Words(ClassNames)})"
            + (NeedsCount ? $" and a count [n] or [n,1] ({Words(CountNames)})" : "");

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => new LabelledDecoder
    {
        Box = BoxReader.Of(model, Format, Space(model.Outputs[Find(model)[0]].Name)),
        Background = model.Card.BackgroundIndex ?? Background,
    };

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(TableFaults.Of(card, Snake.Case(Id.ToString())));

    private static bool IsList(ReadOnlySpan<long> shape, long rows) => shape.Length == 2 && (rows < 0 || OutputShapes.Is(shape[1], rows));

    private static string Words(ImmutableArray<string> names) => string.Join(" or ", names);
}
