using Sluice.Native.FFmpeg;

namespace Sluice.Tests.Media;

/// <summary>What a video file holds, by decoding all of it.</summary>
internal sealed record DecodedVideo(int Width, int Height, IReadOnlyList<double> Times, IReadOnlyList<byte> CentreLuma)
{
    /// <summary>Luma near the upper left corner of each picture.</summary>
    public IReadOnlyList<byte> CornerLuma { get; init; } = [];

    public static DecodedVideo Read(string path)
    {
        using var demuxer = Demuxer.Open(path);
        using var decoder = new VideoDecoder(demuxer);
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        List<double> times = [];
        List<byte> luma = [], corner = [];
        int width = 0, height = 0;
        for (var ended = false; ;)
        {
            switch (decoder.Receive(frame))
            {
                case ReceiveResult.Frame:
                    times.Add((double)frame.Pts!.Value * demuxer.Video.TimeBase.Num / demuxer.Video.TimeBase.Den);
                    luma.Add(frame.Plane(0)[(frame.Height / 2 * frame.Stride(0)) + (frame.Width / 2)]);
                    corner.Add(frame.Plane(0)[(4 * frame.Stride(0)) + 4]);
                    (width, height) = (frame.Width, frame.Height);
                    continue;
                case ReceiveResult.End:
                    return new(width, height, times, luma) { CornerLuma = corner };
            }

            if (ended) throw new InvalidOperationException("The decoder asks for packets after the end.");
            ended = demuxer.TryRead(packet) == ReadResult.End;
            decoder.Send(ended ? null : packet);
        }
    }
}
