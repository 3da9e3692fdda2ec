using Sluice.Native.FFmpeg;

namespace Sluice.Core.Scene.Export;

/// <summary>Sends pictures through H.264 and back, so that a detector learns what compression leaves of them.</summary>
internal static class CodecLoop
{
    /// <param name="pictures">yuv420p without padding; replaced by their decoded selves.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="crf">x264's quality, higher is worse.</param>
    public static void Run(byte[][] pictures, int width, int height, int crf)
    {
        var path = Path.Combine(Path.GetTempPath(), $"sluice-scene-{Guid.NewGuid():N}.mp4");
        try
        {
            Encode(pictures, width, height, crf, path);
            Decode(pictures, path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Encode(byte[][] pictures, int width, int height, int crf, string path)
    {
        var options = new EncoderOptions { Crf = crf, Threads = 0, FrameRate = new AvRational(25, 1) };
        using var writer = VideoFileWriter.Create(path, width, height, new AvRational(1, 25), options);
        using var frame = new AvFrame();
        frame.Allocate(width, height, AvPixelFormat.Named("yuv420p"));
        for (var i = 0; i < pictures.Length; i++)
        {
            frame.MakeWritable();
            var at = 0;
            for (var plane = 0; plane < 3; plane++)
            {
                int row = frame.RowBytes(plane), rows = frame.PlaneHeight(plane);
                for (var y = 0; y < rows; y++, at += row)
                    pictures[i].AsSpan(at, row).CopyTo(frame.WritablePlane(plane).Slice(y * frame.Stride(plane), row));
            }

            writer.Write(frame, i);
        }

        writer.Finish();
    }

    private static void Decode(byte[][] pictures, string path)
    {
        using var demuxer = Demuxer.Open(path);
        using var decoder = new VideoDecoder(demuxer);
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        var count = 0;
        for (var ended = false; !ended;)
        {
            ended = demuxer.TryRead(packet) == ReadResult.End;
            while (decoder.Send(ended ? null : packet) == SendResult.NeedsOutput) Take();
            Take();
        }

        if (count != pictures.Length)
            throw new InvalidDataException($"scene export: {path} gave {count} pictures back of {pictures.Length}.");

        void Take()
        {
            while (count < pictures.Length && decoder.Receive(frame) == ReceiveResult.Frame)
                frame.CopyTo(pictures[count++]);
        }
    }
}
