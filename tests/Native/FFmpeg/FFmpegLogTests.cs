using System.Collections.Concurrent;
using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

[Collection(FFmpegLogCollection.Name)]
public sealed class FFmpegLogTests : IDisposable
{
    private readonly ConcurrentQueue<FFmpegLogLine> _lines = new();

    public FFmpegLogTests()
    {
        FFmpegLibrary.Load();
        FFmpegLog.Sink = _lines.Enqueue;
    }

    public void Dispose()
    {
        FFmpegLog.Sink = null;
        FFmpegLog.Level = FFmpegLogLevel.Warning;
    }

    [DataFact]
    public void Lines_OfADamagedClip_NameItAndAreLimited()
    {
        var path = Repository.Video("webcam-vfr.wmv");
        using (var demuxer = Demuxer.Open(path))
        using (var decoder = new VideoDecoder(demuxer))
            Clips.Decode(demuxer, decoder, _ => { });

        var ours = _lines.Where(line => line.Source == path).ToArray();
        Assert.Contains(ours, line => line is { Context: "wmv2", Level: FFmpegLogLevel.Error });
        Assert.Contains(ours, line => line.Text.EndsWith("further lines were held back.", StringComparison.Ordinal));
        Assert.All(ours, line => Assert.DoesNotContain('\n', line.Text));
    }

    [DataFact]
    public void Lines_OfDecoderThreads_NameTheirSource()
    {
        var path = Repository.Video("cars-topdown.mp4");
        using (var demuxer = Demuxer.Open(path))
        using (var decoder = new VideoDecoder(demuxer, new DecoderOptions { ThreadCount = 4 }))
            Clips.Decode(demuxer, decoder, _ => { }, packet => packet.WritableData()[packet.Size / 2] ^= 0xff);

        Assert.NotEmpty(_lines);
        Assert.All(_lines, line => Assert.Equal(path, line.Source));
    }

    [Fact]
    public void Lines_OfAUrlWithAPassword_HideIt()
    {
        FFmpegLog.Level = FFmpegLogLevel.Debug;

        Assert.Throws<AvException>(() => Demuxer.Open("http://viewer:s3cret@127.0.0.1:1/one"));

        Assert.NotEmpty(_lines);
        Assert.All(_lines, line => Assert.DoesNotContain("s3cret", line.ToString(), StringComparison.Ordinal));
    }

    [DataFact]
    public void Sink_ThatThrows_DoesNotReachNativeCode()
    {
        FFmpegLog.Level = FFmpegLogLevel.Debug;
        FFmpegLog.Sink = _ => throw new InvalidOperationException("a broken sink");

        using var demuxer = Demuxer.Open(Repository.Video("dog-rotate90.mp4"));

        Assert.Equal("h264", demuxer.Video.CodecName);
    }
}
