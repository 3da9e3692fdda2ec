namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Finds the best class in a row of scores, and how sure the model is of it.</summary>
/// <param name="Activation">What makes confidences of the scores.</param>
/// <param name="Background">The column that is the background: not a class, and not counted; -1 for none, <see cref="Last"/> for the last.</param>
internal readonly record struct ClassReader(Activation Activation, int Background = ClassReader.None)
{
    /// <summary>No column is the background.</summary>
    public const int None = -1;

    /// <summary>The last column is the background.</summary>
    public const int Last = int.MaxValue;

    /// <summary>What the card says, or else the family.</summary>
    /// <param name="model">The model.</param>
    /// <param name="activation">The family's usual.</param>
    /// <param name="background">The family's usual.</param>
    public static ClassReader Of(ModelSignature model, Activation activation, int background = None)
        => new(model.Card.Activation ?? activation, model.Card.BackgroundIndex ?? background);

    /// <summary>A sigmoid.</summary>
    public static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));

    /// <summary>A score that a confidence comes of; for rejecting scores before they are turned into confidences.</summary>
    /// <param name="confidence">0 to 1.</param>
    public float Least(float confidence) => Activation switch
    {
        Activation.Sigmoid => confidence <= 0 ? float.NegativeInfinity : confidence >= 1 ? float.PositiveInfinity : MathF.Log(confidence / (1 - confidence)),
        Activation.Softmax => float.NegativeInfinity,
        _ => confidence,
    };

    /// <summary>A confidence where each score stands on its own.</summary>
    public float Confidence(float score) => Activation == Activation.Sigmoid ? Sigmoid(score) : score;

    /// <summary>The best class of a row.</summary>
    /// <param name="row">A score a column; at least one besides the background.</param>
    /// <param name="least">What <see cref="Least"/> gives for the confidence asked for: rows below it need not be looked into.</param>
    /// <returns>The class, the background not counted, and its confidence; class -1 when it is not worth looking into.</returns>
    public (int ClassId, float Confidence) Best(ReadOnlySpan<float> row, float least)
    {
        var background = Background == Last ? row.Length - 1 : Background;
        var best = BestColumn(row, background);
        if (row[best] < least) return (-1, 0);
        var confidence = Activation == Activation.Softmax ? Share(row, best) : Confidence(row[best]);
        return (background >= 0 && best > background ? best - 1 : best, confidence);
    }

    private static int BestColumn(ReadOnlySpan<float> row, int background)
    {
        if (background < 0 || background >= row.Length) return Highest.IndexOf(row);
        if (background == 0) return 1 + Highest.IndexOf(row[1..]);
        var before = Highest.IndexOf(row[..background]);
        if (background == row.Length - 1) return before;
        var after = background + 1 + Highest.IndexOf(row[(background + 1)..]);
        return row[after] > row[before] ? after : before;
    }

    private static float Share(ReadOnlySpan<float> row, int column)
    {
        var highest = row[Highest.IndexOf(row)];
        var sum = 0f;
        foreach (var value in row) sum += MathF.Exp(value - highest);
        return MathF.Exp(row[column] - highest) / sum;
    }
}
