using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class VideoDecoderTests
{
    [DataTheory]
    [InlineData("cars-topdown.mp4", 377)]
    [InlineData("dog-hevc-main10.mkv", 110)]
    [InlineData("highway-mpeg4asp.avi", 748)]
    public void Receive_WithThreads_GivesEveryFrame(string clip, int expected)
    {
        using var demuxer = Demuxer.Open(Repository.Video(clip));
        using var decoder = new VideoDecoder(demuxer, new DecoderOptions { ThreadCount = 3 });
        var frames = 0;

        Clips.Decode(demuxer, decoder, _ => frames++);

        Assert.Equal(expected, frames);
    }

    [DataFact]
    public void Receive_AfterTheEnd_ReturnsEnd()
    {
        using var demuxer = Demuxer.Open(Repository.Video("dog-rotate90.mp4"));
        using var decoder = new VideoDecoder(demuxer);
        using var frame = new AvFrame();

        Clips.Decode(demuxer, decoder, _ => { });

        Assert.Equal(ReceiveResult.End, decoder.Receive(frame));
        Assert.Equal(SendResult.End, decoder.Send(null));
    }

    [DataFact]
    public void Receive_BeforeAnyPacket_NeedsPacket()
    {
        using var demuxer = Demuxer.Open(Repository.Video("dog-rotate90.mp4"));
        using var decoder = new VideoDecoder(demuxer);
        using var frame = new AvFrame();

        Assert.Equal(ReceiveResult.NeedsPacket, decoder.Receive(frame));
    }

    [DataFact]
    public void Send_WithoutReceiving_AsksForOutput()
    {
        using var demuxer = Demuxer.Open(Repository.Video("cars-topdown.mp4"));
        using var decoder = new VideoDecoder(demuxer);
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        var result = SendResult.Ok;
        while (result == SendResult.Ok && demuxer.TryRead(packet) == ReadResult.Packet) result = decoder.Send(packet);

        Assert.Equal(SendResult.NeedsOutput, result);
        Assert.Equal(ReceiveResult.Frame, decoder.Receive(frame));
        while (decoder.Receive(frame) == ReceiveResult.Frame) { }
        Assert.Equal(SendResult.Ok, decoder.Send(packet));
    }

    [DataFact]
    public void Flush_AfterTheEnd_DecodesTheNextPassAlike()
    {
        using var demuxer = Demuxer.Open(Repository.Video("street-cuts.mp4"));
        using var decoder = new VideoDecoder(demuxer);
        List<long?> first = [], second = [];
        Clips.Decode(demuxer, decoder, frame => first.Add(frame.Pts));

        demuxer.SeekToStart();
        decoder.Flush();
        Clips.Decode(demuxer, decoder, frame => second.Add(frame.Pts));

        Assert.Equal(250, first.Count);
        Assert.Equal(first, second);
    }

    [DataFact]
    public void Decoder_OfAStreamWhoseDemuxerIsGone_StillOpens()
    {
        VideoStreamInfo stream;
        using (var demuxer = Demuxer.Open(Repository.Video("bottles.mp4"))) stream = demuxer.Video;

        using var decoder = new VideoDecoder(stream);

        Assert.Equal("h264", decoder.DecoderName);
    }

    [DataTheory]
    [InlineData("cars-topdown.mp4")]
    [InlineData("dog-hevc-main10.mkv")]
    [InlineData("bbb-vp9-180p.webm")]
    [InlineData("highway-mpeg4asp.avi")]
    [InlineData("pets09-s2l1-mjpeg.avi")]
    [InlineData("webcam-vfr.wmv")]
    public void Decode_WithFlippedBits_CountsAndGoesOn(string clip)
    {
        var random = new Random(20260101);
        using var demuxer = Demuxer.Open(Repository.Video(clip));
        using var decoder = new VideoDecoder(demuxer);
        int frames = 0, corrupt = 0, damaged = 0, sinceDamage = 0;

        Clips.Decode(demuxer, decoder, frame =>
        {
            frames++;
            if (frame.IsCorrupt) corrupt++;
            Assert.True(frame.Plane(0).Length > 0);
        }, packet =>
        {
            if (sinceDamage++ % 4 != 3) return;
            damaged++;
            var bytes = packet.WritableData();
            for (var i = 0; i < 1 + (bytes.Length / 50); i++) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        });

        Assert.True(frames > 0);
        Assert.True(corrupt + decoder.CorruptPackets > 0, $"{damaged} packets damaged, none noticed in {frames} frames");
    }

    [DataFact]
    public void Send_OfAnEmptyPacket_IsCorruptAndNotTheEnd()
    {
        using var demuxer = Demuxer.Open(Repository.Video("dog-rotate90.mp4"));
        using var decoder = new VideoDecoder(demuxer);
        using var empty = new AvPacket();
        var frames = 0;

        Assert.Equal(SendResult.Corrupt, decoder.Send(empty));
        Clips.Decode(demuxer, decoder, _ => frames++);

        Assert.Equal(1, decoder.CorruptPackets);
        Assert.Equal(30, frames);
    }

    [DataFact]
    public void Open_OfAPictureOverTheLimit_Fails()
    {
        using var demuxer = Demuxer.Open(Repository.Video("retail-hevc-1080p.mp4"));

        var fault = Assert.Throws<AvException>(() => new VideoDecoder(demuxer, new DecoderOptions { MaxPixels = 1280 * 720 }));

        Assert.Equal("avcodec_open2", fault.Call);
    }

    [DataFact]
    public void Skip_OfNonKeyFrames_GivesKeyFramesOnly()
    {
        using var demuxer = Demuxer.Open(Repository.Video("bottles.mp4"));
        using var decoder = new VideoDecoder(demuxer, new DecoderOptions { Skip = FrameSkip.NonKey });
        var frames = 0;

        Clips.Decode(demuxer, decoder, frame =>
        {
            Assert.True(frame.IsKey);
            frames++;
        });

        Assert.Equal(ReferenceFrame.Of("bottles.mp4").Count(frame => frame.IsKey), frames);
    }

    [DataFact]
    public void Frame_Of10Bits_HasTwoBytesASample()
    {
        using var demuxer = Demuxer.Open(Repository.Video("dog-hevc-main10.mkv"));
        using var decoder = new VideoDecoder(demuxer);
        var frames = 0;

        Clips.Decode(demuxer, decoder, frame =>
        {
            frames++;
            Assert.Equal(("yuv420p10le", 848 * 2, 424 * 2, 232, 9),
                (frame.Format.Name, frame.RowBytes(0), frame.RowBytes(1), frame.PlaneHeight(2), frame.ColorSpace));
        });

        Assert.Equal(110, frames);
    }
}
