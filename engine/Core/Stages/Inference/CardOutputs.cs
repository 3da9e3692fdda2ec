using System.ComponentModel;

namespace Sluice.Core.Stages.Inference;

/// <summary>Names of a model's outputs by what they hold, where they are not the family's usual ones.</summary>
public sealed record CardOutputs
{
    /// <summary>Four numbers a box.</summary>
    [Description("Output that holds the boxes.")]
    public string? Boxes { get; init; }

    /// <summary>Class scores, or the score of the best class.</summary>
    [Description("Output that holds the scores or logits.")]
    public string? Scores { get; init; }

    /// <summary>Class numbers.</summary>
    [Description("Output that holds the class numbers.")]
    public string? Classes { get; init; }

    /// <summary>How many boxes are valid.</summary>
    [Description("Output that holds how many boxes are valid.")]
    public string? Count { get; init; }

    /// <summary>The names given, with the keys they stand under.</summary>
    internal IEnumerable<(string Key, string Name)> All()
    {
        if (Boxes != null) yield return ("boxes", Boxes);
        if (Scores != null) yield return ("scores", Scores);
        if (Classes != null) yield return ("classes", Classes);
        if (Count != null) yield return ("count", Count);
    }
}
