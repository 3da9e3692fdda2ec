using Sluice.Core.Sinks.Media;
using Sluice.Native.FFmpeg;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Media;

public sealed class EncoderChoiceTests : IDisposable
{
    private readonly OutputFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("nosuch_encoder")]
    [InlineData("h264_vaapi")]
    public async Task Start_EncoderThatCannotBeUsed_SaysWhyAndWhatThereIs(string name)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _fixture.StartAsync<VideoSink>(new VideoFactory(), new VideoOptions { To = "a.mp4", Encoder = name }, "gate"));
        Assert.Contains($"'{name}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("mjpeg", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "a.mp4")]
    [InlineData("mjpeg", "b.mkv")]
    [InlineData("libx264", "c.mov")]
    public async Task Process_AnyEncoder_MakesAVideoAndIsNamedInTheLog(string name, string to)
    {
        await using (var sink = await _fixture.StartAsync<VideoSink>(new VideoFactory(), new VideoOptions { To = to, Encoder = name, Kbps = 500 }, "gate"))
            for (var i = 0; i < 20; i++) await _fixture.SendAsync(sink, i / 25.0);
        Assert.Equal(20, DecodedVideo.Read(_fixture.PathOf(to)).Times.Count);
        Assert.Single(_fixture.Log.Lines, line => line.StartsWith("info Encodes with ", StringComparison.Ordinal));
        if (name != "auto") Assert.Contains($"info Encodes with {name}.", _fixture.Log.Lines);
    }

    [Fact]
    public void For_Auto_TriesHardwareThenLibx264ThenMjpeg()
    {
        var names = EncoderChoice.For(new VideoOptions { To = "a.mp4", Encoder = "auto" });
        Assert.Equal([.. EncoderCatalog.UsableHardware, "libx264", "libopenh264", "mjpeg"], names);
        Assert.Equal(["libx264", "libopenh264", "mjpeg"], EncoderChoice.For(new VideoOptions { To = "a.mp4" }));
        Assert.DoesNotContain("mjpeg", EncoderChoice.For(new VideoOptions { To = "a.m3u8" }));
    }

    [Fact]
    public void For_HevcOfAGpu_TriesHevcOnTheCpuBeforeOthers()
    {
        Assert.Equal(["libx265", "libx264", "libopenh264", "mjpeg"], EncoderChoice.For(new VideoOptions { To = "a.mp4", Encoder = "hevc_nvenc" }));
        Assert.Equal("hevc_nvenc", EncoderChoice.NvencOf(new VideoOptions { To = "a.mp4", Encoder = "hevc_nvenc:2" }));
        Assert.Equal("h264_nvenc", EncoderChoice.NvencOf(new VideoOptions { To = "a.mp4", Encoder = "cuda:2" }));
    }

    [Theory]
    [InlineData("live/index.m3u8", "HLS")]
    [InlineData("rtmp://localhost/live/a", "RTMP")]
    public void Check_HevcWherePlayersNeedNotKnowIt_SaysSo(string to, string what)
        => Assert.Contains(OutputChecks.Of(new VideoOptions { To = to, Encoder = "hevc_nvenc" }),
            fault => fault.Key == "encoder" && fault.Message.Contains($"players of {what} need not know HEVC", StringComparison.Ordinal));

    [Theory]
    [InlineData("auto", "a.mp4", 0)]
    [InlineData("cuda", "a.mp4", 0)]
    [InlineData("cuda:3", "a.m3u8", 3)]
    [InlineData("cpu", "a.mp4", null)]
    [InlineData("h264_nvenc", "a.mp4", 0)]
    [InlineData("hevc_nvenc:1", "a.mkv", 1)]
    [InlineData("libx265", "a.mp4", null)]
    [InlineData("auto", "http", null)]
    public void DeviceOf_Encoder_IsItsGpu(string encoder, string to, int? device)
        => Assert.Equal(device, EncoderChoice.DeviceOf(new VideoOptions { To = to, Encoder = encoder }));

    [Theory]
    [InlineData("cuda:x")]
    [InlineData("cuda:")]
    [InlineData("gpu:0")]
    public void Check_EncoderThatIsNone_IsNamed(string encoder)
        => Assert.Contains(OutputChecks.Of(new VideoOptions { To = "a.mp4", Encoder = encoder }), fault => fault.Key == "encoder" && fault.Message.Contains($"'{encoder}'", StringComparison.Ordinal));

    [Theory]
    [InlineData(64, 48, ColorRange.Limited, 6)]
    [InlineData(1280, 720, ColorRange.Full, 1)]
    public async Task Process_Colors_AreSaidInTheStream(int width, int height, ColorRange range, int matrix)
    {
        await using (var sink = await _fixture.StartAsync<VideoSink>(new VideoFactory(), new VideoOptions { To = "a.mp4" }, "gate"))
        {
            using var picture = new AvFrame();
            picture.Allocate(width, height, AvPixelFormat.Yuv420p);
            for (var plane = 0; plane < 3; plane++) picture.WritablePlane(plane).Fill(100);
            (picture.ColorRange, picture.ColorSpace) = (range, 2);
            using var frame = new Abstractions.Frame(TestFrames.Info("gate"), new Core.Stages.Decode.AvPicture(picture, NoOwner.Instance));
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
        }

        using var demuxer = Demuxer.Open(_fixture.PathOf("a.mp4"));
        using var decoder = new VideoDecoder(demuxer);
        using var packet = new AvPacket();
        using var decoded = new AvFrame();
        demuxer.TryRead(packet);
        decoder.Send(packet);
        decoder.Send(null);
        Assert.Equal(ReceiveResult.Frame, decoder.Receive(decoded));
        Assert.Equal((range, matrix), (decoded.ColorRange, decoded.ColorSpace));
    }

    private sealed class NoOwner : Core.Stages.Decode.IAvPictureOwner
    {
        public static readonly NoOwner Instance = new();

        public void Return(AvFrame frame, long sizeBytes)
        {
        }
    }
}
