using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class DemuxerTests
{
    public static TheoryData<string> AllClips => Clips.All;

    [Fact]
    public void Open_OfAMissingFile_NamesCallCodeAndPath()
    {
        var fault = Assert.Throws<AvException>(() => Demuxer.Open("/nowhere/at-all.mp4"));

        Assert.Equal(AvError.NoEntry, fault.Code);
        Assert.Equal("avformat_open_input for '/nowhere/at-all.mp4': No such file or directory (AVERROR(ENOENT))", fault.Message);
    }

    [Fact]
    public void Open_OfAnUnknownProtocol_HidesThePassword()
    {
        var fault = Assert.Throws<AvException>(() => Demuxer.Open("nosuch://viewer:s3cret@host/one"));

        Assert.DoesNotContain("s3cret", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosuch://viewer:***@host/one", fault.MediaSource);
    }

    [Fact]
    public void Open_WithAnUnknownFormat_SaysSo()
    {
        var fault = Assert.Throws<ArgumentException>(() => Demuxer.Open("x", new DemuxerOptions { Format = "nosuch" }));

        Assert.Contains("no input format named 'nosuch'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithACancelledToken_IsCancelled() =>
        Assert.Throws<OperationCanceledException>(() => Demuxer.Open("x", null, new CancellationToken(canceled: true)));

    [DataFact]
    public void Open_WithOptionsNobodyKnows_ListsThem()
    {
        var options = new Dictionary<string, string> { ["probesize"] = "1000000", ["prbesize"] = "1" };

        using var demuxer = Demuxer.Open(Repository.Video("bottles.mp4"), new DemuxerOptions { Options = options });

        Assert.Equal(["prbesize"], demuxer.UnusedOptions);
    }

    [DataFact]
    public void Open_OfAFileWithAColonInItsName_IsNoProtocol()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-colon-");
        var path = Path.Combine(folder.FullName, "a:b.mp4");
        File.Copy(Repository.Video("dog-rotate90.mp4"), path);
        var before = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(folder.FullName);
            using var demuxer = Demuxer.Open("a:b.mp4");

            Assert.Equal("h264", demuxer.Video.CodecName);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            folder.Delete(recursive: true);
        }
    }

    // The 90 of that clip's name counts counter-clockwise, as av_display_rotation_get does; ffmpeg shows it turned left.
    [DataTheory]
    [InlineData("dog-rotate90.mp4", 270)]
    [InlineData("phone-vfr-dog.mp4", 180)]
    [InlineData("bottles.mp4", 0)]
    public void Video_WithADisplayMatrix_TellsTheTurn(string clip, int degrees)
    {
        using var demuxer = Demuxer.Open(Repository.Video(clip));

        Assert.Equal(degrees, demuxer.Video.RotationDegrees);
    }

    [DataFact]
    public void Video_WhereAudioIsFirst_IsTheVideoStream()
    {
        using var demuxer = Demuxer.Open(Repository.Video("dashcam-highway.mp4"));
        using var packet = new AvPacket();

        Assert.Equal(1, demuxer.Video.Index);
        Assert.Equal((960, 540, "yuv420p"), (demuxer.Video.Width, demuxer.Video.Height, demuxer.Video.PixelFormatName));
        Assert.Equal(new AvRational(1, 25), demuxer.Video.TimeBase);
        var packets = 0;
        for (; demuxer.TryRead(packet) == ReadResult.Packet; packets++) Assert.Equal(1, packet.StreamIndex);
        Assert.Equal(221, packets);
    }

    [DataFact]
    public void Video_WithUnknownRates_SaysNull()
    {
        using var demuxer = Demuxer.Open(Repository.Video("webcam-vfr.wmv"));

        Assert.Null(demuxer.Video.AverageFrameRate);
        Assert.Null(demuxer.Video.FrameCount);
    }

    [DataTheory, MemberData(nameof(AllClips))]
    public void SeekToStart_AfterTheEnd_GivesTheFirstPacketAgain(string clip)
    {
        using var demuxer = Demuxer.Open(Repository.Video(clip));
        using var packet = new AvPacket();
        Assert.Equal(ReadResult.Packet, demuxer.TryRead(packet));
        var first = (packet.Pts, packet.Size, packet.IsKey);
        while (demuxer.TryRead(packet) == ReadResult.Packet) { }

        demuxer.SeekToStart();

        Assert.Equal(ReadResult.Packet, demuxer.TryRead(packet));
        Assert.Equal(first, (packet.Pts, packet.Size, packet.IsKey));
    }

    [DataFact]
    public void Interrupt_BeforeARead_EndsIt()
    {
        using var demuxer = Demuxer.Open(Repository.Video("bottles.mp4"));
        using var packet = new AvPacket();

        demuxer.Interrupt();

        Assert.Equal(ReadResult.Interrupted, demuxer.TryRead(packet));
    }

    [DataFact]
    public void Cancel_OfTheToken_EndsReadsToo()
    {
        using var cancel = new CancellationTokenSource();
        using var demuxer = Demuxer.Open(Repository.Video("bottles.mp4"), null, cancel.Token);
        using var packet = new AvPacket();

        cancel.Cancel();

        Assert.Equal(ReadResult.Interrupted, demuxer.TryRead(packet));
    }

    [DataFact]
    public void OpenAndClose_ManyTimes_LeavesNothingBehind()
    {
        // A file of its own name: tests beside this one read the shared clips at the same time.
        var folder = Directory.CreateTempSubdirectory("sluice-open-").FullName;
        var clip = Path.Combine(folder, "clip.mp4");
        File.Copy(Repository.Video("dog-rotate90.mp4"), clip);
        using var pool = new AvFramePool();
        using var packet = new AvPacket();
        for (var i = 0; i < 200; i++)
        {
            using var demuxer = Demuxer.Open(clip);
            using var decoder = new VideoDecoder(demuxer);
            var frame = pool.Rent();
            while (decoder.Receive(frame) == ReceiveResult.NeedsPacket && demuxer.TryRead(packet) == ReadResult.Packet)
                Assert.Equal(SendResult.Ok, decoder.Send(packet));
            Assert.False(frame.IsEmpty);
            pool.Return(frame);
        }

        Assert.Equal(0, pool.Outstanding);
        Assert.DoesNotContain(clip, Directory.GetFiles("/proc/self/fd").Select(OpenFile));
        Directory.Delete(folder, recursive: true);
    }

    // Tests beside this one close files between the listing and the look.
    private static string? OpenFile(string handle)
    {
        try
        {
            return File.ResolveLinkTarget(handle, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
