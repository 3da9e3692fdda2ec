using Sluice.Abstractions;

namespace Sluice.Core.Config;

/// <summary>One entry of a stage's <c>from</c>: an edge to be.</summary>
public sealed record LinkConfig
{
    /// <summary>What <c>from</c> says for all sources.</summary>
    public const string AllSources = "*";

    /// <summary>A stage's id, a source's id, or <c>*</c> for all sources.</summary>
    public required string Stage { get; init; }

    /// <summary>What a full edge does; null for the default by kind of source.</summary>
    public OverflowPolicy? Policy { get; init; }

    /// <summary>Most frames of each source queued; null for the default.</summary>
    public int? Capacity { get; init; }

    /// <summary>Most bytes of pictures queued, over all sources; null for the default.</summary>
    public ByteSize? Bytes { get; init; }

    /// <summary>Where it is written.</summary>
    public TextLocation At { get; init; }
}
