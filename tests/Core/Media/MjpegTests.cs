using System.Net;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Web;
using Sluice.Native.FFmpeg;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Media;

public sealed class MjpegTests : IDisposable
{
    private readonly OutputFixture _fixture = new() { Routes = new WebRoutes(), Time = new SteppedTime() };

    private static VideoOptions Options => new() { To = "http" };

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Picture_WhenNobodyWatchedBefore_IsTheLatest()
    {
        await using var host = await LiveHost.StartAsync(_fixture.Routes!);
        await using var sink = await StartAsync(Options);
        for (var i = 0; i < 30; i++) await _fixture.SendAsync(sink, i / 25.0, luma: (byte)(60 + (i * 4)));
        Assert.Equal(0, sink.Counts.Accepted);
        using var answer = await host.Client.GetAsync(host.Address + "/live/out/gate.jpg");
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.MediaType);
        Assert.InRange(Luma(await answer.Content.ReadAsByteArrayAsync()), 170, 200);
        Assert.Equal(1, sink.Counts.Accepted);
        Assert.Equal(0, sink.Counts.Dropped);
    }

    [Fact]
    public async Task Stream_EachPicture_IsAPartOfItsOwn()
    {
        await using var host = await LiveHost.StartAsync(_fixture.Routes!);
        await using var sink = await StartAsync(Options);
        await _fixture.SendAsync(sink, 0, luma: 50);
        using var answer = await host.Client.GetAsync(host.Address + "/live/out/gate.mjpg", HttpCompletionOption.ResponseHeadersRead);
        Assert.StartsWith("multipart/x-mixed-replace; boundary=", answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        using var parts = new MultipartReader(await answer.Content.ReadAsStreamAsync());
        Assert.InRange(Luma(await parts.NextAsync()), 30, 50);
        for (var i = 1; i < 6; i++)
        {
            await _fixture.SendAsync(sink, i / 25.0, luma: (byte)(50 + (i * 30)));
            Assert.InRange(Luma(await parts.NextAsync()), (int)((50 + (i * 30) - 16) * 1.164) - 6, (int)((50 + (i * 30) - 16) * 1.164) + 6);
        }
    }

    [Fact]
    public async Task Stream_CameraThatIsDown_ShowsTheBadgeAndEndsWithTheSource()
    {
        await using var host = await LiveHost.StartAsync(_fixture.Routes!);
        await using var sink = await StartAsync(Options);
        await _fixture.SendAsync(sink, 0, luma: 235, width: 320, height: 180);
        using var answer = await host.Client.GetAsync(host.Address + "/live/out/gate.mjpg", HttpCompletionOption.ResponseHeadersRead);
        using var parts = new MultipartReader(await answer.Content.ReadAsStreamAsync());
        Assert.InRange(Luma(await parts.NextAsync(), x: 4, y: 4), 245, 255);
        ((SteppedTime)_fixture.Time).Step(TimeSpan.FromSeconds(4));
        Assert.InRange(Luma(await parts.NextAsync(), x: 4, y: 4), 100, 190);
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        Assert.Null(await parts.NextAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(host.Address + "/live/out/gate.jpg")).StatusCode);
    }

    [Fact]
    public async Task Stream_OneViewerTooMany_IsRefusedUntilOneLeaves()
    {
        await using var host = await LiveHost.StartAsync(_fixture.Routes!);
        await using var sink = await StartAsync(Options with { Viewers = 1 });
        await _fixture.SendAsync(sink, 0);
        using (var first = await host.Client.GetAsync(host.Address + "/live/out/gate.mjpg", HttpCompletionOption.ResponseHeadersRead))
        {
            using var second = await host.Client.GetAsync(host.Address + "/live/out/gate.jpg");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        }

        await Eventually.IsAsync(async () => (await host.Client.GetAsync(host.Address + "/live/out/gate.jpg")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Stream_ViewerThatDoesNotRead_HoldsUpNobody()
    {
        await using var host = await LiveHost.StartAsync(_fixture.Routes!);
        await using var sink = await StartAsync(Options);
        await _fixture.SendAsync(sink, 0);
        using var stuck = await host.Client.GetAsync(host.Address + "/live/out/gate.mjpg", HttpCompletionOption.ResponseHeadersRead);
        using var answer = await host.Client.GetAsync(host.Address + "/live/out/gate.mjpg", HttpCompletionOption.ResponseHeadersRead);
        using var parts = new MultipartReader(await answer.Content.ReadAsStreamAsync());
        Assert.NotNull(await parts.NextAsync());
        for (var i = 1; i <= 200; i++)
        {
            using var frame = _fixture.Frames.Make(320, 240, pts: i / 25.0, fill: picture => new Random(i).NextBytes(picture.WritablePlane(0)));
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
            Assert.NotNull(await parts.NextAsync());
        }
    }

    private async Task<VideoSink> StartAsync(VideoOptions options)
    {
        _fixture.Live("gate");
        return await _fixture.StartAsync<VideoSink>(new VideoFactory(), options, "gate");
    }

    private static int Luma(byte[]? jpeg, int x = 32, int y = 24)
    {
        using var picture = new AvFrame();
        ImageCodec.Decode(jpeg!, picture);
        return picture.Plane(0)[(y * picture.Stride(0)) + x];
    }
}
