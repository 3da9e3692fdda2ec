using Sluice.Native.FFmpeg;
using Sluice.Native.Threads;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class OutputTests : IDisposable
{
    private static readonly AvRational Clock = new(1, 90_000);
    private readonly AvFrame _picture = new();

    public OutputTests()
    {
        _picture.Allocate(96, 64, AvPixelFormat.Yuv420p);
        for (var plane = 0; plane < 3; plane++) _picture.WritablePlane(plane).Fill(100);
    }

    public void Dispose() => _picture.Dispose();

    [Fact]
    public void Fragments_BehindTheirHeader_PlayFromAnyOfThem()
    {
        using var encoder = new PictureEncoder(96, 64, Clock, new EncoderOptions { LowDelay = true, Preset = "ultrafast" }, true, "test");
        using var muxer = new FragmentMuxer(encoder.Encoder);
        using var packet = new AvPacket();
        var pieces = new List<byte[]>();
        for (var i = 0; i <= 30; i++)
        {
            encoder.Send(i < 30 ? _picture : null, i * 3600, intra: i % 10 == 0);
            if (i % 10 == 0 && i > 0) pieces.Add(Cut(muxer, i * 3600));
            while (encoder.Receive(packet)) muxer.Write(packet);
        }

        Assert.StartsWith("avc1.42", FragmentMuxer.CodecOf(muxer.Header.Span), StringComparison.Ordinal);
        Assert.Equal(3, pieces.Count);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. muxer.Header.Span, .. pieces[1], .. pieces[2]]);
            using var demuxer = Demuxer.Open(path);
            var times = new List<long>();
            while (demuxer.TryRead(packet) == ReadResult.Packet) times.Add(packet.Pts!.Value);
            Assert.Equal(20, times.Count);
            Assert.Equal(Enumerable.Range(10, 20).Select(static i => i * 3600L), times);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Push_NothingListens_FailsWithoutPasswordAndLeavesNoHandle()
    {
        var port = FreePort.Take();
        var before = 0;
        for (var i = 0; i < 60; i++)
        {
            if (i == 10) before = Directory.GetFiles("/proc/self/fd").Length;
            foreach (var scheme in new[] { "rtsp", "rtmp" })
            {
                using var encoder = new VideoEncoder(96, 64, Clock, new EncoderOptions { Preset = "ultrafast" }, globalHeader: true);
                using var muxer = new PushMuxer($"{scheme}://viewer:hunter2@127.0.0.1:{port}/x", TimeSpan.FromSeconds(5));
                var fault = Assert.Throws<AvException>(() => muxer.Start(encoder));
                Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
            }
        }

        // Other tests of the process open and close files meanwhile.
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 20);
    }

    [Fact]
    public async Task Push_ServerThatSaysNothing_GivesUpInTimeOrWhenInterrupted()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var url = $"rtsp://{silent.LocalEndpoint}/x";
        using var encoder = new VideoEncoder(96, 64, Clock, new EncoderOptions { Preset = "ultrafast" }, globalHeader: true);
        using (var muxer = new PushMuxer(url, TimeSpan.FromMilliseconds(300)))
            Assert.True(Assert.Throws<AvException>(() => muxer.Start(encoder)).IsTimeout);
        using (var muxer = new PushMuxer(url, TimeSpan.FromMinutes(10)))
        {
            var starting = Task.Run(() => muxer.Start(encoder));
            muxer.Interrupt();
            var fault = await Assert.ThrowsAsync<AvException>(() => starting.WaitAsync(TimeSpan.FromSeconds(60)));
            Assert.Equal(AvError.Exit, fault.Code);
        }
    }

    [Fact]
    public void Fault_OfEncoders_SaysWhichCanBeUsed()
    {
        Assert.Null(EncoderCatalog.Fault("mjpeg"));
        Assert.NotNull(EncoderCatalog.Fault("nosuch"));
        Assert.Contains("mjpeg", EncoderCatalog.Built());
        Assert.All(EncoderCatalog.UsableHardware, static name => Assert.Contains(name, EncoderCatalog.Built()));
    }

    [Fact]
    public void Enter_OnAThreadOfItsOwn_LowersItAlone()
    {
        var entered = false;
        var nice = "";
        var thread = new Thread(() =>
        {
            entered = LowPriority.Enter();
            nice = Nice("/proc/thread-self/stat");
        });
        thread.Start();
        thread.Join();
        Assert.True(entered);
        Assert.NotEqual(Nice("/proc/thread-self/stat"), nice);
    }

    // The 19th field; the second, a name in parentheses, may hold spaces.
    private static string Nice(string path) => File.ReadAllText(path).Split(") ")[^1].Split(' ')[16];

    private static byte[] Cut(FragmentMuxer muxer, long? next)
    {
        using var memory = new MemoryStream();
        muxer.Cut(memory, next);
        return memory.ToArray();
    }
}
