namespace Sluice.Core.Archive;

/// <summary>A keyframe that is to be kept.</summary>
/// <param name="Key">Its key.</param>
/// <param name="CapturedAt">When it was taken.</param>
/// <param name="Files">Its files by ending.</param>
/// <param name="Loss">What would be lost without it.</param>
/// <param name="IsPinned">Whether it is never to be evicted.</param>
internal sealed record ArchiveItem(string Key, DateTimeOffset CapturedAt, IReadOnlyDictionary<string, byte[]> Files, double Loss, bool IsPinned);
