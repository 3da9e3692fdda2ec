using Sluice.Abstractions;

namespace Sluice.Core.Stages.Decode;

/// <content>What is known of a frame.</content>
internal sealed partial class VideoSource
{
    private FrameInfo Describe(OpenedStream stream, in Shown shown, bool isCounted)
    {
        var pts = shown.Pts;
        var arrival = shown.Arrival ?? _arrivals.Find(pts);
        var passed = _isCamera && _lastShown != 0 ? _setup.Time.GetElapsedTime(_lastShown, arrival.Timestamp) : TimeSpan.Zero;
        _lastShown = arrival.Timestamp;
        var seconds = _times!.Next(pts, passed, out var repair);
        if ((repair & ~TimeRepair.Offset) != TimeRepair.None) _meter.TimeRepaired();
        var recorded = stream.StartedAt is { } start && seconds is { } after ? start + TimeSpan.FromSeconds(after) : (DateTimeOffset?)null;
        var taken = recorded ?? arrival.Taken;
        return new FrameInfo(isCounted ? _setup.Ledger : null)
        {
            Source = Id,
            Id = Guid.CreateVersion7(arrival.At),
            Index = _selector == null ? _decoded++ : _setup.FirstIndex + _index,
            Choice = _stages.IsEmpty ? default : new(_stages, _wantedBy),
            UndecodedSize = shown.Size,
            Pts = pts,
            PtsSeconds = seconds,
            TimeRepair = repair,
            CapturedAt = taken ?? arrival.At,
            CaptureTimeIsArrival = taken == null,
            CaptureClock = recorded != null ? CaptureClock.Recording : taken != null ? CaptureClock.SenderReport : CaptureClock.Arrival,
            ArrivedTimestamp = arrival.Timestamp,
            Rotation = stream.RotationDegrees,
            IsIntra = shown.IsIntra,
            PredictedBytes = shown.PredictedBytes,
            Session = stream.Session,
        };
    }

    /// <summary>What the decoder, or without it the packet, says of a frame.</summary>
    /// <param name="Pts">Its time.</param>
    /// <param name="IsIntra">Whether it is coded as an intra frame.</param>
    /// <param name="Size">Its size where it has no picture.</param>
    /// <param name="Arrival">When its packet came; null for what is known by its time.</param>
    /// <param name="PredictedBytes">The size of its packet where it was predicted from earlier pictures alone, otherwise 0.</param>
    private readonly record struct Shown(long? Pts, bool IsIntra, (int Width, int Height) Size, Arrival? Arrival = null, int PredictedBytes = 0);
}
