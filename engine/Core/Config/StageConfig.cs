using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Config;

/// <summary>One entry of <c>stages</c>, its options bound and checked.</summary>
public sealed record StageConfig
{
    /// <summary>The stage's name.</summary>
    public required string Id { get; init; }

    /// <summary>Makes it.</summary>
    public required StageFactory Factory { get; init; }

    /// <summary>Of the factory's options type.</summary>
    public required object Options { get; init; }

    /// <summary>Where its frames come from; at least one.</summary>
    public required ImmutableArray<LinkConfig> From { get; init; }

    /// <summary>Where it is written.</summary>
    public TextLocation At { get; init; }
}
