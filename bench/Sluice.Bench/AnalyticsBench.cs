using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Stages.Analytics;
using Sluice.Core.Stages.Render;

namespace Sluice.Bench;

/// <summary>One frame through four zones and two lines at which nothing happens, and drawing them at 720p.</summary>
[MemoryDiagnoser]
public class AnalyticsBench
{
    private readonly SourceAnalytics _places = new(
        new()
        {
            Zones = [.. Enumerable.Range(0, 4).Select(static i => new ZoneOptions
            {
                Name = $"zone {i}", Points = [[0.1, 0.1 + (0.2 * i)], [0.9, 0.15 + (0.2 * i)], [0.8, 0.3 + (0.2 * i)], [0.15, 0.25 + (0.2 * i)]], Dwell = TimeSpan.FromHours(1), Max = 99,
            })],
            Lines = [new() { Name = "line", From = [0, 0.55], To = [1, 0.5] }, new() { Name = "other", From = [0.5, 0], To = [0.55, 1] }],
        },
        "s", TimeSpan.TicksPerSecond);

    private readonly byte[] _luma = new byte[1280 * 720];
    private readonly byte[] _u = new byte[640 * 360];
    private readonly byte[] _v = new byte[640 * 360];
    private Frame? _frame;

    [Params(5, 50)]
    public int Objects { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var info = new FrameInfo { Source = "s", Id = Guid.Empty, Index = 0, CapturedAt = default, ArrivedTimestamp = 0 };
        ImmutableArray<Detection> found = [.. Enumerable.Range(0, Objects).Select(static i =>
            new Detection(2, "car", 0.9f, new(i % 10 * 120, i / 10 * 100, (i % 10 * 120) + 80, (i / 10 * 100) + 60)) { TrackId = i })];
        using var bare = new Frame(info, new HostPicture(1280, 720, PixelFormat.Gray8));
        _frame = bare.With(found);
        for (var i = 0; i < 3; i++) Update();
    }

    [GlobalCleanup]
    public void Cleanup() => _frame?.Dispose();

    [Benchmark]
    public int Update() => _places.Update(_frame!).Length;

    [Benchmark]
    public void Draw()
    {
        var canvas = new YuvCanvas(PixelFormat.Yuv420P, 1280, 720, _luma, 1280, _u, 640, _v, 640);
        var style = OverlayStyle.For(1280, 720, canvas.Grid, new());
        var palette = Palette.For(ColorMatrix.Bt601, ColorRange.Limited);
        foreach (var place in _places.Places) PlacePainter.Draw(canvas, place, style, palette);
    }
}
