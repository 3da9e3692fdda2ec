using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class SourceUrlTests
{
    [Theory]
    [InlineData("clip.mp4", "clip.mp4")]
    [InlineData("/a/b@c/clip.mp4", "/a/b@c/clip.mp4")]
    [InlineData("rtsp://host/one", "rtsp://host/one")]
    [InlineData("rtsp://host:554/one@two", "rtsp://host:554/one@two")]
    [InlineData("rtsp://[::1]:554/one@two", "rtsp://[::1]:554/one@two")]
    [InlineData("rtsp://viewer@host/one", "rtsp://viewer@host/one")]
    [InlineData("rtsp://viewer:s3cret@host:554/one", "rtsp://viewer:***@host:554/one")]
    [InlineData("rtsp://viewer:s3:cr@et@host/one", "rtsp://viewer:***@host/one")]
    [InlineData("rtsp://viewer:s3/cret@host/one", "rtsp://viewer:***@host/one")]
    [InlineData("rtsp://viewer:s3?cret@host/one", "rtsp://viewer:***@host/one")]
    [InlineData("http://host/one?user=a&password=s3cret&x=1", "http://host/one?user=a&password=***&x=1")]
    [InlineData("http://host/one?access_token=s3cret", "http://host/one?access_token=***")]
    [InlineData("http://host/one?monkey=1", "http://host/one?monkey=1")]
    [InlineData("open 'rtsp://a:b@c/d' failed, then rtsp://e:f@g", "open 'rtsp://a:***@c/d' failed, then rtsp://e:***@g")]
    public void Redact_AnyText_HidesPasswordsOnly(string text, string expected) => Assert.Equal(expected, SourceUrl.Redact(text));
}
