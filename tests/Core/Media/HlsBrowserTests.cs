using Sluice.Core.Sinks.Media;
using Sluice.Core.Web;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Media;

/// <summary>The page of an HLS stream in a real browser.</summary>
public sealed class HlsBrowserTests : IDisposable
{
    private readonly OutputFixture _fixture = new() { Routes = new WebRoutes() };

    public void Dispose() => _fixture.Dispose();

    [BrowserFact]
    public async Task Page_InABrowser_PlaysThePictures()
    {
        await using var host = await LiveHost.StartAsync(_fixture.Routes!);
        await using var sink = await _fixture.StartAsync<VideoSink>(new VideoFactory(),
            new VideoOptions { To = "live/{source}/index.m3u8", Segment = TimeSpan.FromSeconds(1), Preset = "ultrafast" }, "gate");
        for (var i = 0; i < 101; i++) await _fixture.SendAsync(sink, i / 25.0, luma: 180, width: 320, height: 180);
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);

        await using var browser = await HeadlessBrowser.OpenAsync(host.Address + "/live/out/gate/");
        var seen = await browser.EvaluateAsync("""
            new Promise(done => {
              const look = () => {
                const video = document.querySelector('video');
                if (!video.ended && video.currentTime < 1) { setTimeout(look, 50); return; }
                const canvas = document.createElement('canvas');
                [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
                const context = canvas.getContext('2d');
                context.drawImage(video, 0, 0);
                done([video.videoWidth, video.videoHeight, context.getImageData(160, 90, 1, 1).data[1], video.currentTime]);
              };
              look();
            })
            """);

        // Luma 180 of the limited range is 191 of the full one.
        Assert.Equal((320, 180), (seen[0].GetInt32(), seen[1].GetInt32()));
        Assert.InRange(seen[2].GetInt32(), 186, 196);
        Assert.True(seen[3].GetDouble() >= 1);
    }
}
