using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Decode;

public sealed class FaultClassifierTests
{
    private const string Camera = "rtsp://viewer:s3cret@camera/one";

    [Theory]
    [InlineData(AvError.ConnectionRefused, "avformat_open_input", FaultReason.Refused)]
    [InlineData(AvError.HostUnreachable, "avformat_open_input", FaultReason.Unreachable)]
    [InlineData(AvError.NetworkUnreachable, "avformat_open_input", FaultReason.Unreachable)]
    [InlineData(AvError.TimedOut, "avformat_open_input", FaultReason.Unreachable)]
    [InlineData(AvError.TimedOut, "av_read_frame", FaultReason.ConnectionLost)]
    [InlineData(AvError.ConnectionReset, "av_read_frame", FaultReason.ConnectionLost)]
    [InlineData(AvError.BrokenPipe, "av_read_frame", FaultReason.ConnectionLost)]
    [InlineData(AvError.InputOutput, "av_read_frame", FaultReason.ConnectionLost)]
    [InlineData(AvError.Eof, "avformat_open_input", FaultReason.ConnectionLost)]
    [InlineData(AvError.HttpUnauthorized, "avformat_open_input", FaultReason.Unauthorized)]
    [InlineData(AvError.HttpForbidden, "avformat_open_input", FaultReason.Unauthorized)]
    [InlineData(AvError.HttpNotFound, "avformat_open_input", FaultReason.NotFound)]
    [InlineData(AvError.HttpBadRequest, "avformat_open_input", FaultReason.ServerError)]
    [InlineData(AvError.HttpOther4xx, "avformat_open_input", FaultReason.ServerError)]
    [InlineData(AvError.HttpServerError, "avformat_open_input", FaultReason.ServerError)]
    [InlineData(AvError.InvalidData, "avformat_open_input", FaultReason.InvalidData)]
    [InlineData(AvError.StreamNotFound, "av_find_best_stream", FaultReason.NoVideo)]
    [InlineData(AvError.DecoderNotFound, "avcodec_find_decoder", FaultReason.Unsupported)]
    [InlineData(AvError.ProtocolNotFound, "avformat_open_input", FaultReason.Unsupported)]
    [InlineData(-9999, "avformat_open_input", FaultReason.Other)]
    public void Classify_CodeOfACamera_IsItsReason(int code, string call, FaultReason reason)
    {
        var fault = FaultClassifier.Classify(new AvException(code, call, Camera), Camera);

        Assert.Equal(reason, fault.Reason);
        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsps://camera/one", FaultReason.TlsFailed)]
    [InlineData("https://camera/one.m3u8", FaultReason.TlsFailed)]
    [InlineData("rtsp://camera/one", FaultReason.ConnectionLost)]
    [InlineData("/videos/one.mp4", FaultReason.FileFault)]
    [InlineData("file:///videos/one.mp4", FaultReason.FileFault)]
    public void Classify_InputOutputErrorOnOpening_DependsOnTheUrl(string url, FaultReason reason)
        => Assert.Equal(reason, FaultClassifier.Classify(new AvException(AvError.InputOutput, "avformat_open_input", url), url).Reason);

    [Fact]
    public void Classify_FileThatIsNotThere_IsAFileFaultOfTheHost()
    {
        var fault = FaultClassifier.Classify(new AvException(AvError.NoEntry, "avformat_open_input", "/gone.mp4"), "/gone.mp4");

        Assert.Equal((FaultReason.FileFault, FaultSide.Host), (fault.Reason, FaultReasons.SideOf(fault.Reason)));
    }

    [Fact]
    public void Classify_AnythingElse_IsOther()
        => Assert.Equal(FaultReason.Other, FaultClassifier.Classify(new InvalidOperationException("what"), Camera).Reason);
}
