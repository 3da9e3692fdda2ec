using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// The clock that periods, hours of the day and rarity go by: when a frame was taken, for cameras and for recordings that say when they
/// began. A recording that nobody dated begins at midnight, so that reading it again gives the same.
/// </summary>
internal static class SourceClock
{
    /// <summary>Reads it.</summary>
    /// <param name="info">The frame.</param>
    /// <param name="isLive">Whether its source is a camera: the time of arrival is as good as any.</param>
    /// <returns>Seconds; null where a frame has no time.</returns>
    public static double? TryRead(FrameInfo info, bool isLive)
        => isLive || !info.CaptureTimeIsArrival ? info.CapturedAt.ToUnixTimeMilliseconds() / 1000.0 : info.PtsSeconds;

    /// <summary>The hour of the day, UTC.</summary>
    public static int HourOf(double seconds) => (int)(((long)Math.Floor(seconds / 3600) % 24) + 24) % 24;
}
