using Sluice.Native.FFmpeg;

namespace Sluice.Host.Bench.Capacity;

/// <summary>A clip made smaller, as the same camera would send it: the same bits a pixel, the same time between intra frames.</summary>
internal static class ScaledClip
{
    private const int LongestFrames = 900;

    /// <summary>Decodes, scales and encodes.</summary>
    /// <param name="clip">The clip as prepared.</param>
    /// <param name="by">Of its width and height; 1 encodes it again as it is.</param>
    /// <param name="folder">Where the file goes.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The new clip, prepared like the other.</returns>
    public static CameraClip Make(CameraClip clip, double by, string folder, CancellationToken stop)
    {
        var (width, height) = ((int)(clip.Width * by / 2) * 2, (int)(clip.Height * by / 2) * 2);
        var path = Path.Combine(folder, $"scaled-{Guid.NewGuid():N}.mp4");
        using var input = Demuxer.Open(clip.Path, null, stop);
        using var decoder = new VideoDecoder(input);
        using var scaler = new Scaler();
        using var picture = new AvFrame();
        using var small = new AvFrame();
        using var packet = new AvPacket();
        var rate = new AvRational((int)Math.Round(clip.Fps * 1000), 1000);
        var options = new EncoderOptions
        {
            Codec = clip.Codec == "hevc" ? "libx265" : null,
            BitRate = Math.Max(20_000, (long)(clip.BitRate * (double)width * height / clip.Width / clip.Height)),
            GopSize = Math.Max(1, (int)Math.Round(clip.GroupSeconds * clip.Fps)),
            FrameRate = rate,
            Threads = 0,

            // Cameras send none: they would have to hold pictures back.
            MaxBFrames = 0,
        };
        long frames = 0;
        using (var output = VideoFileWriter.Create(path, width, height, new AvRational(rate.Den, rate.Num), options))
        {
            var isOver = false;
            while (!isOver && frames < LongestFrames)
            {
                stop.ThrowIfCancellationRequested();
                isOver = input.TryRead(packet) != ReadResult.Packet;
                decoder.Send(isOver ? null : packet);
                packet.Unref();
                while (frames < LongestFrames && decoder.Receive(picture) == ReceiveResult.Frame)
                {
                    scaler.Convert(picture, small, width, height, AvPixelFormat.Yuv420p);
                    output.Write(small, frames++);
                    picture.Unref();
                }
            }

            output.Finish();
        }

        try
        {
            return CameraClip.Prepare(path, clip.Fps, folder, stop);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
