using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>Holds a recording back to the speed of its timestamps, as a camera would send it.</summary>
/// <param name="time">The clock.</param>
/// <param name="timeBase">Of the timestamps.</param>
/// <param name="camera">How unevenly; null for evenly.</param>
internal sealed class Pacer(TimeProvider time, AvRational timeBase, CameraShape? camera = null)
{
    // A gap this long is a jump in the timestamps rather than a pause to sit through.
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(10);
    private readonly Random? _random = camera is { Jitter.Ticks: > 0 } ? new(camera.Seed) : null;
    private long? _first;
    private long _started;
    private TimeSpan _last;

    /// <summary>Waits on the reader's own thread until a packet is due.</summary>
    /// <param name="timestamp">Its decoding time; null goes at once.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>How long ago it was due.</returns>
    public TimeSpan Wait(long? timestamp, CancellationToken stop)
    {
        if (timestamp is not { } at) return TimeSpan.Zero;
        if (_first is not { } first)
        {
            (_first, _started) = (at, time.GetTimestamp());
            return TimeSpan.Zero;
        }

        var due = TimeSpan.FromSeconds((at - first) * (double)timeBase.Num / timeBase.Den);
        if (due < _last || due - _last > LongestGap)
        {
            (_first, _started, _last) = (at, time.GetTimestamp(), TimeSpan.Zero);
            return TimeSpan.Zero;
        }

        _last = due;
        if (_random != null) due += camera!.Jitter * _random.NextDouble();
        var left = due - time.GetElapsedTime(_started);
        if (left > TimeSpan.FromMilliseconds(1)) stop.WaitHandle.WaitOne(left);
        return left < TimeSpan.Zero ? -left : TimeSpan.Zero;
    }
}
