namespace Sluice.Abstractions;

/// <summary>Why a frame was chosen for keeping.</summary>
public sealed record Keyframe
{
    /// <summary>What choosing it gained, 0 to 1; comparable within one source and period.</summary>
    public required float Score { get; init; }

    /// <summary>What the score is made of, and what it stands for: <c>coverage</c>, <c>tracks</c>, <c>frames</c>, <c>random</c>, ...</summary>
    public required IReadOnlyDictionary<string, double> Reasons { get; init; }

    /// <summary>The appearance vector it was compared by; empty where none is kept.</summary>
    public ReadOnlyMemory<float> Embedding { get; init; }

    /// <summary>Where the picture was written, once a stage has written it.</summary>
    public string? Uri { get; init; }
}
