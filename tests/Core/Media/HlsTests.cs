using System.Net;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Web;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Media;

public sealed class HlsTests : IDisposable
{
    private readonly OutputFixture _fixture = new() { Routes = new WebRoutes() };

    private static VideoOptions Options => new() { To = "live/{source}/index.m3u8", Segment = TimeSpan.FromSeconds(1), Preset = "ultrafast" };

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Playlist_OverHttp_HasEveryFrame()
    {
        await using var host = await LiveHost.StartAsync(_fixture.Routes!);
        await using var sink = await StartAsync(Options with { Window = 20 });
        for (var i = 0; i < 260; i++) await _fixture.SendAsync(sink, 3 + (i / 25.0), luma: (byte)(16 + (i % 200)));
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        var video = await Task.Run(() => DecodedVideo.Read(host.Address + "/live/out/gate/index.m3u8"));
        Assert.Equal((64, 48, 260), (video.Width, video.Height, video.Times.Count));
        Assert.All(video.Times.Select((time, i) => time - video.Times[0] - (i / 25.0)), static error => Assert.InRange(error, -1e-3, 1e-3));
    }

    [Fact]
    public async Task Playlist_WhenLongerThanItsWindow_KeepsTheLastPiecesAndTakesOlderFilesAway()
    {
        await using var sink = await StartAsync(Options with { Window = 3 });
        for (var i = 0; i < 301; i++) await _fixture.SendAsync(sink, i / 25.0);
        var lines = await File.ReadAllLinesAsync(_fixture.PathOf("live/gate/index.m3u8"));
        Assert.Equal(3, lines.Count(static line => line.StartsWith("#EXTINF:1.000", StringComparison.Ordinal)));
        Assert.Contains("#EXT-X-TARGETDURATION:2", lines);
        Assert.DoesNotContain("#EXT-X-ENDLIST", lines);
        Assert.Equal(6, Directory.GetFiles(_fixture.PathOf("live/gate"), "piece-*.m4s").Length);
        Assert.All(lines.Where(static line => line.StartsWith("piece-", StringComparison.Ordinal)),
            name => Assert.True(File.Exists(_fixture.PathOf("live/gate/" + name))));
    }

    [Fact]
    public async Task Playlist_WhenTheSizeChanges_SaysSoAndBothPartsPlay()
    {
        await using (var sink = await StartAsync(Options))
        {
            for (var i = 0; i < 50; i++) await _fixture.SendAsync(sink, i / 25.0);
            for (var i = 50; i < 80; i++) await _fixture.SendAsync(sink, i / 25.0, width: 96, height: 64);
            await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        }

        var text = await File.ReadAllTextAsync(_fixture.PathOf("live/gate/index.m3u8"));
        Assert.Equal(2, text.Split("#EXT-X-MAP").Length - 1);
        Assert.Equal(1, text.Split("#EXT-X-DISCONTINUITY\n").Length - 1);
        var parts = Parts(text.Split('\n'));
        Assert.Equal([(64, 50), (96, 30)], parts.Select(static video => (video.Width, video.Times.Count)));
    }

    [Fact]
    public async Task Front_ServesPageListAndFiles_AndNothingElseOfTheFolder()
    {
        await using var host = await LiveHost.StartAsync(_fixture.Routes!);
        await using var sink = await StartAsync(Options);
        for (var i = 0; i < 60; i++) await _fixture.SendAsync(sink, i / 25.0);
        await File.WriteAllTextAsync(_fixture.PathOf("live/gate/secret.txt"), "x");
        await File.WriteAllTextAsync(_fixture.PathOf("live/secret.txt"), "x");

        using var playlist = await host.Client.GetAsync(host.Address + "/live/out/gate/index.m3u8");
        Assert.Equal("application/vnd.apple.mpegurl", playlist.Content.Headers.ContentType!.MediaType);
        Assert.True(playlist.Headers.CacheControl!.NoCache);
        var piece = (await playlist.Content.ReadAsStringAsync()).Split('\n').First(static line => line.StartsWith("piece-", StringComparison.Ordinal));
        using var bytes = await host.Client.GetAsync($"{host.Address}/live/out/gate/{piece}");
        Assert.Equal("video/mp4", bytes.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<video", await host.Client.GetStringAsync(host.Address + "/live/out/gate"), StringComparison.Ordinal);
        Assert.Contains("href=\"gate/\"", await host.Client.GetStringAsync(host.Address + "/live/out"), StringComparison.Ordinal);
        foreach (var name in new[] { "gate/secret.txt", "gate/..%2Fsecret.txt", "gate/piece-1.m4s", "gate/piece-..%2F..%2Fsecret.txt", "lobby/" })
            Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync($"{host.Address}/live/out/{name}")).StatusCode);
    }

    [Fact]
    public async Task Tick_LiveSourceThatIsDown_GoesOnWithTheBadge()
    {
        var time = new SteppedTime();
        using var fixture = new OutputFixture { Time = time };
        fixture.Live("gate");
        await using var sink = await fixture.StartAsync<VideoSink>(new VideoFactory(), Options with { Queue = 64 }, "gate");
        for (var i = 0; i < 25; i++) await fixture.SendAsync(sink, i / 25.0, luma: 200, width: 320, height: 180);
        await Eventually.Is(() => sink.Counts.Acknowledged == 25);
        time.Step(TimeSpan.FromSeconds(2));
        for (var i = 1; i <= 5; i++)
        {
            time.Step(TimeSpan.FromSeconds(1));
            await Eventually.Is(() => sink.Counts.Acknowledged == 25 + i);
        }

        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        var video = DecodedVideo.Read(fixture.PathOf("live/gate/index.m3u8"));
        Assert.Equal(30, video.Times.Count);
        Assert.InRange(video.Times[^1] - video.Times[24], 6.9, 7.1);
        Assert.All(video.CornerLuma.Take(25), static luma => Assert.InRange(luma, 194, 206));
        Assert.All(video.CornerLuma.Skip(25), static luma => Assert.InRange(luma, 100, 180));
    }

    // FFmpeg's HLS reader keeps the first header; what browsers do is to put each header before its pieces.
    private List<DecodedVideo> Parts(string[] playlist)
    {
        var files = new List<string>();
        foreach (var line in playlist)
        {
            if (line.StartsWith("#EXT-X-MAP", StringComparison.Ordinal)) files.Add(_fixture.PathOf($"part{files.Count}.mp4"));
            var name = line.StartsWith("#EXT-X-MAP", StringComparison.Ordinal) ? line.Split('"')[1] : line;
            if (name.Length == 0 || name[0] == '#') continue;
            using var to = new FileStream(files[^1], FileMode.Append);
            to.Write(File.ReadAllBytes(_fixture.PathOf("live/gate/" + name)));
        }

        return [.. files.Select(DecodedVideo.Read)];
    }

    private Task<VideoSink> StartAsync(VideoOptions options) => _fixture.StartAsync<VideoSink>(new VideoFactory(), options, "gate");
}
