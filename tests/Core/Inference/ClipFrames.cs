using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Tests.Inference;

/// <summary>Chosen frames of a clip, decoded by the FFmpeg layer alone.</summary>
internal static class ClipFrames
{
    /// <summary>Decodes up to the last frame asked for.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="wanted">Frame numbers from 0, rising.</param>
    /// <returns>A frame each, in order; whoever enumerates disposes them.</returns>
    public static IEnumerable<Frame> Read(string path, IReadOnlyList<int> wanted)
    {
        using var demuxer = Demuxer.Open(path);
        using var decoder = new VideoDecoder(demuxer);
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        int index = 0, found = 0;
        for (var ended = false; found < wanted.Count;)
        {
            switch (decoder.Receive(frame))
            {
                case ReceiveResult.Frame:
                    if (wanted[found] == index++)
                    {
                        found++;
                        yield return Wrap(frame, Path.GetFileName(path), index - 1, demuxer.Video.RotationDegrees);
                    }

                    break;
                case ReceiveResult.NeedsPacket when !ended:
                    ended = demuxer.TryRead(packet) != ReadResult.Packet;
                    decoder.Send(ended ? null : packet);
                    break;
                default:
                    throw new InvalidOperationException($"'{path}' ended at frame {index}.");
            }
        }
    }

    /// <summary>A frame over pixels that FFmpeg decoded.</summary>
    public static Frame Wrap(AvFrame decoded, string source, long index, int rotation)
    {
        var own = new AvFrame();
        decoded.MoveTo(own);
        return new(Info(source, index, rotation), new AvPicture(own, Owner.Instance));
    }

    public static FrameInfo Info(string source, long index, int rotation = 0) => new()
    {
        Source = source,
        Id = Guid.CreateVersion7(),
        Index = index,
        CapturedAt = DateTimeOffset.UnixEpoch,
        ArrivedTimestamp = 0,
        Rotation = rotation,
    };

    private sealed class Owner : IAvPictureOwner
    {
        public static readonly Owner Instance = new();

        public void Return(AvFrame frame, long sizeBytes) => frame.Dispose();
    }
}
