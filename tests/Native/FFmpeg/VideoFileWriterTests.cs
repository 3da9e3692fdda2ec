using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class VideoFileWriterTests : IDisposable
{
    private static readonly AvRational Milliseconds = new(1, 1000);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-writer-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("clip.mp4", false)]
    [InlineData("clip.mp4", true)]
    [InlineData("clip.mkv", false)]
    public void Write_ThenDecode_GivesTheSamePicturesAndTimes(string name, bool fragmented)
    {
        var path = At(name);
        long[] times = [0, 40, 80, 133, 200, 233, 500, 533, 566, 600, 640, 700];
        using (var file = VideoFileWriter.Create(path, 96, 64, Milliseconds, new EncoderOptions { Crf = 10 }, new MuxerOptions { Fragmented = fragmented }))
        {
            for (var i = 0; i < times.Length; i++)
            {
                using var frame = Pictures.Gradient(96, 64, AvPixelFormat.Yuv420p, i * 5);
                file.Write(frame, times[i]);
            }

            file.Finish();
            Assert.Equal(times.Length, file.Frames);
        }

        using var demuxer = Demuxer.Open(path);
        using var decoder = new VideoDecoder(demuxer);
        var seen = new List<long>();
        Clips.Decode(demuxer, decoder, frame =>
        {
            using var original = Pictures.Gradient(96, 64, AvPixelFormat.Yuv420p, seen.Count * 5);
            Assert.InRange(Pictures.Difference(original, frame), 0, 6);
            seen.Add(demuxer.Video.TimeBase.Rescale(frame.Pts!.Value, Milliseconds));
        });
        Assert.Equal(times, seen);
    }

    [Fact]
    public void Write_OfAnotherSizeAndFormat_Converts()
    {
        var path = At("clip.mp4");
        using (var file = VideoFileWriter.Create(path, 96, 64, Milliseconds))
        {
            using var frame = Pictures.Flat(200, 100, AvPixelFormat.Bgr24, 255);
            file.Write(frame, 0);
        }

        using var demuxer = Demuxer.Open(path);
        using var decoder = new VideoDecoder(demuxer);
        var frames = 0;
        Clips.Decode(demuxer, decoder, frame =>
        {
            frames++;
            Assert.Equal((96, 64, "yuv420p"), (frame.Width, frame.Height, frame.Format.Name));
            Assert.InRange(frame.Plane(0)[0], 230, 240);
        });
        Assert.Equal(1, frames);
    }

    [Fact]
    public void Write_OfAFrameOthersShare_LeavesItUnchanged()
    {
        using var file = VideoFileWriter.Create(At("clip.mkv"), 96, 64, Milliseconds);
        using var frame = Pictures.Gradient(96, 64, AvPixelFormat.Yuv420p);
        (frame.Pts, frame.PictureType) = (7, PictureType.B);

        file.Write(frame, 40);

        Assert.Equal((7L, PictureType.B), (frame.Pts, frame.PictureType));
    }

    [Fact]
    public void Write_OfATimeThatDoesNotRise_IsRefused()
    {
        using var file = VideoFileWriter.Create(At("clip.mp4"), 96, 64, Milliseconds);
        using var frame = Pictures.Gradient(96, 64, AvPixelFormat.Yuv420p);
        file.Write(frame, 40);

        var fault = Assert.Throws<ArgumentException>(() => file.Write(frame, 40));

        Assert.Contains("40 comes after 40", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AsMpeg4_WorksWithoutX264()
    {
        var path = At("clip.mp4");
        using (var file = VideoFileWriter.Create(path, 96, 64, new AvRational(1, 25), new EncoderOptions { Codec = "mpeg4" }))
            for (var i = 0; i < 5; i++)
            {
                using var frame = Pictures.Gradient(96, 64, AvPixelFormat.Yuv420p, i);
                file.Write(frame, i);
            }

        using var demuxer = Demuxer.Open(path);
        Assert.Equal(("mpeg4", 5L), (demuxer.Video.CodecName, demuxer.Video.FrameCount));
    }

    [Fact]
    public void Decode_OfRowsStoredBottomUp_GivesThemTopDown()
    {
        var path = At("clip.avi");
        using var frame = Pictures.Gradient(96, 64, AvPixelFormat.Bgr24);
        using (var file = VideoFileWriter.Create(path, 96, 64, new AvRational(1, 25),
            new EncoderOptions { Codec = "rawvideo", Format = AvPixelFormat.Bgr24 },
            new MuxerOptions { Options = new Dictionary<string, string> { ["flipped_raw_rgb"] = "1" } }))
            file.Write(frame, 0);

        using var demuxer = Demuxer.Open(path);
        using var decoder = new VideoDecoder(demuxer);
        var frames = 0;
        Clips.Decode(demuxer, decoder, seen =>
        {
            frames++;
            Assert.True(seen.Stride(0) > 0);
            Assert.Equal(frame.Plane(0)[..288], seen.Plane(0)[^288..]);
        });
        Assert.Equal(1, frames);
    }

    [Fact]
    public void Create_InAFolderThatIsNot_NamesThePath()
    {
        var fault = Assert.Throws<AvException>(() => VideoFileWriter.Create(At("no/such/clip.mp4"), 96, 64, Milliseconds));

        Assert.Equal(("avio_open", AvError.NoEntry), (fault.Call, fault.Code));
        Assert.Contains("no/such/clip.mp4", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithAnUnknownExtension_SaysWhatWouldDo()
    {
        var fault = Assert.Throws<AvException>(() => VideoFileWriter.Create(At("clip.nosuch"), 96, 64, Milliseconds));

        Assert.Contains("no format goes by the extension '.nosuch'; .mp4 and .mkv do", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuch", null, "has no encoder 'nosuch'")]
    [InlineData(null, "nosuch", "has no option 'nosuch'")]
    public void Create_WithAnUnknownEncoderOrOption_LeavesNoFile(string? codec, string? option, string expected)
    {
        var options = new EncoderOptions { Codec = codec };
        if (option != null) options = options with { Options = new Dictionary<string, string> { [option] = "1" } };

        var fault = Assert.ThrowsAny<Exception>(() => VideoFileWriter.Create(At("clip.mp4"), 96, 64, Milliseconds, options));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(At("clip.mp4")));
    }

    [Fact]
    public void Create_WhenTheHeaderFails_RemovesTheFile()
    {
        // WebM takes VP8, VP9 and AV1 only, which it says when the header is written.
        Assert.Throws<AvException>(() => VideoFileWriter.Create(At("clip.webm"), 96, 64, Milliseconds));

        Assert.False(File.Exists(At("clip.webm")));
    }

    [Fact]
    public void Fragments_OfAFileNeverFinished_PlayUpToTheLast()
    {
        var path = At("clip.mp4");
        var copy = At("cut.mp4");
        using (var file = VideoFileWriter.Create(path, 96, 64, new AvRational(1, 25),
            new EncoderOptions { GopSize = 5, Options = new Dictionary<string, string> { ["tune"] = "zerolatency" } },
            new MuxerOptions { Fragmented = true, Options = new Dictionary<string, string> { ["flush_packets"] = "1" } }))
        {
            for (var i = 0; i < 21; i++)
            {
                using var frame = Pictures.Gradient(96, 64, AvPixelFormat.Yuv420p, i);
                file.Write(frame, i);
            }

            File.Copy(path, copy);
        }

        using var demuxer = Demuxer.Open(copy);
        using var decoder = new VideoDecoder(demuxer);
        var frames = 0;
        Clips.Decode(demuxer, decoder, _ => frames++);
        Assert.InRange(frames, 15, 20);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
