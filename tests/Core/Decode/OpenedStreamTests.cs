using Sluice.Core.Scene;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Decode;

public sealed class OpenedStreamTests : IDisposable
{
    private readonly string _clip = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mp4");
    private readonly OpenedStream _stream;
    private long _now;

    public OpenedStreamTests()
    {
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(0.1) }, _clip);
        using var demuxer = Demuxer.Open(_clip);
        _stream = new(demuxer.Video, new DecoderOptions(), new(_clip, null, null));
    }

    [Fact]
    public void Resize_ToAndFro_GivesTheDecoderThatWasAtTheSizeBefore()
    {
        var wide = Show(160);
        var narrow = Show(80);

        Assert.NotSame(wide, narrow);
        Assert.Same(wide, Show(160));
        Assert.Same(narrow, Show(80));
    }

    [Fact]
    public void Resize_SizeNotShownForLong_ItsDecoderIsClosedAndMadeAnew()
    {
        var wide = Show(160);
        var narrow = Show(80);
        for (_now = 1; _now <= 10; _now++) Assert.Same(narrow, Show(80));
        Assert.True(IsClosed(wide));

        Assert.NotSame(wide, Show(160));
        Assert.False(IsClosed(narrow));
        Assert.Same(narrow, Show(80));
    }

    [Fact]
    public void Resize_ThirdSize_TheDecoderThatWaitedIsClosed()
    {
        var (wide, narrow) = (Show(160), Show(80));

        var other = Show(40);

        Assert.True(IsClosed(wide));
        Assert.False(IsClosed(narrow));
        _stream.CloseDecoder();
        Assert.True(IsClosed(narrow) && IsClosed(other));
    }

    public void Dispose()
    {
        _stream.CloseDecoder();
        File.Delete(_clip);
    }

    private static bool IsClosed(VideoDecoder decoder) => Record.Exception(decoder.Flush) is ObjectDisposedException;

    // What is shown at that width next; one that waits is closed after ten.
    private VideoDecoder Show(int width)
    {
        _stream.Resize((width, 90), since => _now - since >= 10, _now);
        return _stream.Decoder ??= new(_stream.Video);
    }
}
