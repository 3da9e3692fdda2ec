using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Evaluation;

/// <summary>Decoded frames of files, one after another, outside any graph.</summary>
internal static class PictureReader
{
    /// <summary>Every frame of a video.</summary>
    /// <param name="path">The video.</param>
    /// <param name="stop">Ends reading.</param>
    /// <returns>In presentation order; whoever enumerates disposes each.</returns>
    public static IEnumerable<Frame> Video(string path, CancellationToken stop)
    {
        using var demuxer = Demuxer.Open(path, cancellationToken: stop);
        using var decoder = new VideoDecoder(demuxer);
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        var index = 0L;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var received = decoder.Receive(frame);
            if (received == ReceiveResult.End) yield break;
            if (received == ReceiveResult.Frame) yield return Wrap(frame, path, index++, demuxer.Video.RotationDegrees, frame.Pts * demuxer.Video.TimeBase.Value);
            else decoder.Send(demuxer.TryRead(packet) == ReadResult.Packet ? packet : null);
        }
    }

    /// <summary>One image.</summary>
    /// <param name="path">A JPEG or PNG file.</param>
    /// <param name="index">Its place.</param>
    public static Frame Image(string path, long index)
    {
        using var frame = new AvFrame();
        ImageCodec.DecodeFile(path, frame);
        return Wrap(frame, path, index, rotation: 0);
    }

    private static Frame Wrap(AvFrame decoded, string path, long index, int rotation, double? seconds = null)
    {
        var own = new AvFrame();
        decoded.MoveTo(own);
        var info = new FrameInfo
        {
            Source = path,
            Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
            Index = index,
            PtsSeconds = seconds,
            CapturedAt = DateTimeOffset.UnixEpoch.AddSeconds(seconds ?? 0),
            ArrivedTimestamp = 0,
            Rotation = rotation,
        };
        return new(info, new AvPicture(own, Disposer.Instance));
    }

    private sealed class Disposer : IAvPictureOwner
    {
        public static readonly Disposer Instance = new();

        public void Return(AvFrame frame, long sizeBytes) => frame.Dispose();
    }
}
