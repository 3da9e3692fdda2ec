using System.Text.Json;
using Sluice.Core.Scene;
using Sluice.Core.Scene.Export;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Scene;

public sealed class SceneClipWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-scene-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Write_AShortClip_HasEveryFrameAndItsTruth()
    {
        var options = SceneProbe.Small(CameraPlacement.Overpass) with { Duration = TimeSpan.FromSeconds(1) };
        var path = Path.Combine(_folder, "sub", "clip.mp4");
        SceneClipWriter.Write(options, path);
        using var demuxer = Demuxer.Open(path);
        using var packet = new AvPacket();
        var packets = 0;
        while (demuxer.TryRead(packet) == ReadResult.Packet) packets++;
        Assert.Equal(25, packets);
        var lines = File.ReadAllLines(SceneClipWriter.TruthPath(path));
        Assert.Equal(25, lines.Length);
        Assert.Equal(new TrafficScene(options).Truth(24).ToJson(), lines[24]);
    }

    [Fact]
    public void Write_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            SceneClipWriter.Write(SceneProbe.Small(CameraPlacement.Overpass), Path.Combine(_folder, "clip.mp4"), null,
                cancellationToken: stop.Token));
    }

    [Fact]
    public void Tour_OfTwoScenes_CountsFramesThrough()
    {
        var path = Path.Combine(_folder, "tour.mp4");
        Assert.Equal(4, SceneTour.Write(path, 1001, 1002, 2));
        var frames = File.ReadAllLines(SceneClipWriter.TruthPath(path)).Select(l =>
            JsonDocument.Parse(l).RootElement.GetProperty("frame").GetInt32());
        Assert.Equal([0, 1, 2, 3], frames);
    }

    [Fact]
    public void Export_TwoScenes_WritesPicturesAndBoxesInTheirPixels()
    {
        var count = SceneExporter.Write(new SceneExportOptions { Folder = _folder, FirstSeed = 1, LastSeed = 2,
            FramesPerScene = 3, CodecShare = 1 });
        Assert.Equal(6, count);
        Assert.Equal(6L * 3 * 384 * 224, new FileInfo(Path.Combine(_folder, "images.bin")).Length);
        Assert.Equal(6, File.ReadAllLines(Path.Combine(_folder, "truth.jsonl")).Length);
        Assert.Contains("\"count\":6", File.ReadAllText(Path.Combine(_folder, "meta.json")), StringComparison.Ordinal);
    }
}
