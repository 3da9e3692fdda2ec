using System.Collections.Immutable;

namespace Sluice.Core.Graph;

/// <summary>The sources that are there and the sums of those that were, changed together so that every reader's sums add up.</summary>
/// <param name="Sources">In the order they were named.</param>
/// <param name="Removed">The sums of the others.</param>
internal sealed record SourceRoster(ImmutableArray<SourceNode> Sources, RemovedSources Removed)
{
    public static SourceRoster Empty { get; } = new([], RemovedSources.None);
}
