using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Why a frame is kept, and what that is worth: all of it is written beside its picture.</summary>
internal sealed record KeyframeRecord
{
    /// <summary>Score, reasons and embedding, as they go on with the frame.</summary>
    public required Keyframe Keyframe { get; init; }

    /// <summary>When the budget's period began: on the source's clock for recordings, on the wall clock otherwise; names the folder.</summary>
    public required DateTimeOffset Period { get; init; }

    /// <summary>Share of the objective's coverage it added.</summary>
    public double Coverage { get; init; }

    /// <summary>Share of the objective's tracks it added.</summary>
    public double Tracks { get; init; }

    /// <summary>Share of the objective's episodes it added.</summary>
    public double Episodes { get; init; }

    /// <summary>How many frames it stands for, itself included.</summary>
    public double StandsFor { get; init; } = 1;

    /// <summary>Tracks that it shows and that it was chosen for.</summary>
    public IReadOnlyList<long> TrackIds { get; init; } = [];

    /// <summary>The rarest thing about it, such as <c>bicycle/small/top left/night</c>; null where nothing was rare.</summary>
    public string? RareCell { get; init; }

    /// <summary>How surprising that was, in bits; 0 where nothing was.</summary>
    public double Surprise { get; init; }

    /// <summary>The collection rule that asked for it; null for none.</summary>
    public string? Trigger { get; init; }

    /// <summary>Whether chance drew it: it is part of the unbiased sample.</summary>
    public bool IsRandom { get; init; }

    /// <summary><see cref="CandidatePicture.Id"/> of the keyframe of another source it repeats; null for none.</summary>
    public Guid? DuplicateOf { get; init; }

    /// <summary>What would be lost without it: the order of eviction.</summary>
    public double Loss { get; init; }

    /// <summary>Whether it is never to be evicted.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Names the feature space of the embedding: vectors of different spaces are not compared.</summary>
    public string Space { get; init; } = "appearance-1";

    /// <summary>64 x 64 luma, for tests of near-duplicates; empty for none.</summary>
    public ReadOnlyMemory<byte> Thumbnail { get; init; }

    /// <summary>When it was taken on the source's clock, in seconds; null where nobody knows.</summary>
    public double? At { get; init; }

    /// <summary>Mean luma, 0 to 255; null where nobody measured.</summary>
    public double? Luma { get; init; }
}
