using Sluice.Core.Config;
using Sluice.Core.Stages.Decode;

namespace Sluice.Core.Tests.Decode;

public sealed class InputOptionsTests
{
    [Theory]
    [InlineData(RtspTransport.Tcp, "tcp")]
    [InlineData(RtspTransport.Udp, "udp")]
    [InlineData(RtspTransport.UdpMulticast, "udp_multicast")]
    [InlineData(RtspTransport.Http, "http")]
    public void Of_RtspTransport_IsFFmpegsWord(RtspTransport transport, string word)
        => Assert.Equal(word, InputOptions.Of(Camera("rtsp://c/1", SourceKind.Rtsp) with { Transport = transport }, true).Options["rtsp_transport"]);

    [Fact]
    public void Of_SourcesOwnOptions_WinOverOurs()
    {
        var config = Camera("rtsp://c/1", SourceKind.Rtsp) with { Options = new Dictionary<string, string> { ["probesize"] = "32", ["mine"] = "1" } };

        var options = InputOptions.Of(config, true).Options;

        Assert.Equal(("32", "1"), (options["probesize"], options["mine"]));
    }

    [Fact]
    public void Of_Recording_LeavesFFmpegAsItIs()
        => Assert.Empty(InputOptions.Of(Camera("a.mp4", SourceKind.File), isCamera: false).Options);

    [Theory]
    [InlineData("srt://c:9000", SourceKind.Network, "srt")]
    [InlineData("rtsps://c/1", SourceKind.Rtsp, "tls")]
    [InlineData("https://c/1.m3u8", SourceKind.Http, "https")]
    public void Missing_ProtocolThisFFmpegLacks_NamesItAndWhatIsThere(string uri, SourceKind kind, string protocol)
    {
        var problem = InputSupport.Missing(Camera(uri, kind), ["tcp", "http"]);

        Assert.Contains($"unknown protocol '{protocol}'", problem, StringComparison.Ordinal);
        Assert.Contains("reads http, tcp", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://c/1", SourceKind.Rtsp)]
    [InlineData("http://c/1", SourceKind.Http)]
    [InlineData("a.mp4", SourceKind.File)]
    public void Missing_ProtocolsThatAreThere_IsNothing(string uri, SourceKind kind)
        => Assert.Null(InputSupport.Missing(Camera(uri, kind), ["tcp", "http"]));

    [Theory]
    [InlineData("v4l2:/dev/video0", SourceKind.Device, "/dev/video0")]
    [InlineData("/dev/video3", SourceKind.Device, "/dev/video3")]
    [InlineData("rtmp://h/app", SourceKind.Network, "rtmp://h/app")]
    [InlineData("srt://h:9000", SourceKind.Network, "srt://h:9000")]
    [InlineData("udp://239.0.0.1:1234", SourceKind.Network, "udp://239.0.0.1:1234")]
    public void TryClassify_LiveInputs_AreCameras(string uri, SourceKind kind, string location)
    {
        Assert.True(SourceUri.TryClassify(uri, "/base", out var found, out var at));
        Assert.Equal((kind, location), (found, at));
        Assert.True(SourceUri.IsLive(found, Pace.Fast));
    }

    private static SourceConfig Camera(string uri, SourceKind kind) => new() { Id = "cam", Uri = uri, Kind = kind };
}
