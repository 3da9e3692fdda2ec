namespace Sluice.Core.Config;

/// <summary>What a load takes besides the file.</summary>
public sealed record LoadOptions
{
    /// <summary>Overrides, each <c>path=value</c>: <c>stages.detect.batch.size=4</c>. Applied before anything is checked.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>For every stage that draws at random, in place of its own seed; null leaves those.</summary>
    public int? Seed { get; init; }

    /// <summary>Looks up a variable for <c>${NAME}</c>; null when it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Whether <c>sources: []</c> is a graph, because sources may be added while it runs; one with <c>engine.http</c> always is.</summary>
    public bool MayHaveNoSources { get; init; }

    /// <summary>Ids of sources that were there before, for errors about links that still name them.</summary>
    public IReadOnlyCollection<string> FormerSources { get; init; } = [];

    /// <summary>Whether files, folders and models must exist; false to check a graph for another machine.</summary>
    public bool RequireFiles { get; init; } = true;
}
