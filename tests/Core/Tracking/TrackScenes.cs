using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Tests.Tracking;

/// <summary>Frames and detections for tracker tests. The frames have no pixels unless given some, and need no disposing then.</summary>
internal static class TrackScenes
{
    public static Detection Car(float x, float score = 0.9f, float y = 100) => new(2, "car", score, new(x, y, x + 80, y + 50)) { Model = "m" };

    /// <param name="index">The frame's.</param>
    /// <param name="detections">What is in it.</param>
    /// <param name="picture">Its pixels.</param>
    /// <param name="at">Seconds; by itself 25 frames a second.</param>
    public static Frame Seen(long index, ImmutableArray<Detection> detections, Picture? picture = null, double? at = null)
        => new Frame(Info(index, at), picture).With(detections);

    public static Frame Skipped(long index, Picture? picture = null) => new Frame(Info(index), picture).Skip();

    private static FrameInfo Info(long index, double? at = null) => new()
    {
        Source = "cam",
        Id = Guid.NewGuid(),
        Index = index,
        CapturedAt = DateTimeOffset.UnixEpoch.AddSeconds(at ?? index / 25.0),
        ArrivedTimestamp = 0,
    };
}
