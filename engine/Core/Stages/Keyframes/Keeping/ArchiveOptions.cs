using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Objects;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Options of <c>archive</c>: where chosen frames are kept.</summary>
public sealed record ArchiveOptions
{
    /// <summary>The folder: the archive, or where a bucket's journal and waiting uploads lie.</summary>
    [Description("Folder of the archive, one engine's and stage's own; with s3, where the journal and what waits for its upload lie."), Required]
    public string Dir { get; init; } = "";

    /// <summary>The most bytes in the archive.</summary>
    [Description("Most bytes in the archive; beyond them the least valuable keyframes go."), Range(1L << 16, 1L << 50)]
    public ByteSize Max { get; init; } = new(50L << 30);

    /// <summary>How long a keyframe is kept; null for as long as there is room.</summary>
    [Description("How long a keyframe is kept at most, pinned ones excepted; when left out, as long as there is room."), Range(1, 36500d * 86400)]
    public TimeSpan? Age { get; init; }

    /// <summary>Keyframes of each source that the quota never takes.</summary>
    [Description("Keyframes of each source that are never evicted for room."), Range(0, 1_000_000)]
    public int Floor { get; init; } = 10;

    /// <summary>After how long a keyframe is worth half as much.</summary>
    [Description("After how long a keyframe is worth half as much when room is made."), Range(1, 36500d * 86400)]
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>JPEG quality.</summary>
    [Description("JPEG quality, 1 (smallest) to 100 (best)."), Range(1, 100)]
    public int Quality { get; init; } = 92;

    /// <summary>Whether a PNG is kept beside each JPEG.</summary>
    [Description("Keep the picture as PNG too, without loss: ten times the room.")]
    public bool Png { get; init; }

    /// <summary>The bucket, where the archive is no folder.</summary>
    [Description("The bucket, where the archive is to be one.")]
    public S3StoreOptions? S3 { get; init; }

    /// <summary>What keys in the bucket begin with.</summary>
    [Description("What keys in the bucket begin with."), RegularExpression("[A-Za-z0-9._/-]{0,200}")]
    public string Prefix { get; init; } = "keyframes";
}
