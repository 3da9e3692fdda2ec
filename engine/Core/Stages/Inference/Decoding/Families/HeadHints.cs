namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>Words in the names of outputs that tell a classifier from an embedding.</summary>
internal static class HeadHints
{
    /// <summary>Words that speak for a classifier.</summary>
    public static string[] Classifier { get; } = ["logit", "prob", "softmax", "class", "score"];

    /// <summary>Words that speak for an embedding.</summary>
    public static string[] Embedding { get; } = ["embed", "feat", "descriptor"];

    /// <summary>The first of all the words that a name holds; null where it holds none.</summary>
    public static string? Of(string name)
        => Classifier.Concat(Embedding).FirstOrDefault(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
