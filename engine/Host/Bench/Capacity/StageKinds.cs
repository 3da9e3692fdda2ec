using System.Collections.Immutable;

namespace Sluice.Host.Bench.Capacity;

/// <summary>What a capacity bench knows about kinds of stages.</summary>
internal static class StageKinds
{
    /// <summary>What the id of a model's second stage ends with, in a trial that runs models twice.</summary>
    public const string Twin = "~again";

    private static readonly ImmutableHashSet<string> Models = ["detect", "classify", "embed"];

    /// <summary>Whether stages of a kind run a model.</summary>
    /// <param name="use">The kind.</param>
    public static bool IsModel(string use) => Models.Contains(use);
}
