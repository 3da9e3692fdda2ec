namespace Sluice.Core.Archive;

/// <summary>What an archive may hold.</summary>
/// <param name="Bytes">Most bytes.</param>
/// <param name="Age">How long a keyframe is kept at most; null for as long as there is room.</param>
/// <param name="Floor">Keyframes of each source that are never evicted for room.</param>
/// <param name="HalfLife">After how long a keyframe is worth half as much.</param>
internal sealed record ArchiveLimits(long Bytes, TimeSpan? Age, int Floor, TimeSpan HalfLife);
