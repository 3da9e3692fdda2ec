using System.Security.Cryptography;
using Sluice.Core.Scene;

namespace Sluice.Core.Tests.Scene;

public sealed class TrafficSceneTests
{
    [Theory]
    [InlineData(CameraPlacement.Overpass, 14, 0)]
    [InlineData(CameraPlacement.Junction, 23, 0.7)]
    public void Render_SameOptionsTwice_GivesTheSameBytesAndTruth(CameraPlacement camera, double hour, double rain)
    {
        var options = SceneProbe.Small(camera, hour, rain);
        TrafficScene a = new(options), b = new(options);
        foreach (var frame in (int[])[0, 333, 999])
        {
            Assert.Equal(SceneProbe.Frame(a, frame), SceneProbe.Frame(b, frame));
            Assert.Equal(a.Truth(frame).ToJson(), b.Truth(frame).ToJson());
        }
    }

    [Fact]
    public void Render_InParallelAndOutOfOrder_GivesTheSameBytes()
    {
        var scene = new TrafficScene(SceneProbe.Small(CameraPlacement.Crossing, 19));
        var frames = Enumerable.Range(0, 24).Select(i => i * 41).ToArray();
        var serial = frames.Select(f => Convert.ToHexString(SHA256.HashData(SceneProbe.Frame(scene, f)))).ToArray();
        var parallel = new string[frames.Length];
        Parallel.For(0, frames.Length, i =>
            parallel[frames.Length - 1 - i] = Convert.ToHexString(SHA256.HashData(SceneProbe.Frame(scene,
                frames[^(i + 1)]))));
        Assert.Equal(serial, parallel);
    }

    [Fact]
    public void Render_AnotherSeed_GivesAnotherPicture()
    {
        var options = SceneProbe.Small(CameraPlacement.Overpass);
        Assert.NotEqual(SceneProbe.Frame(new(options), 100), SceneProbe.Frame(new(options with { Seed = 6 }), 100));
    }

    [Fact]
    public void Truth_ApartFromTheFrame_IsTheSame()
    {
        var scene = new TrafficScene(SceneProbe.Small(CameraPlacement.Junction));
        var packed = new byte[480 * 270 * 3 / 2];
        var together = scene.RenderWithTruth(500, YuvPlanes.Packed(packed, 480, 270));
        Assert.Equal(together.ToJson(), scene.Truth(500).ToJson());
    }

    [Fact]
    public void Render_IntoPaddedRows_LeavesThePaddingAlone()
    {
        var scene = new TrafficScene(SceneProbe.Small(CameraPlacement.Overpass));
        const int Stride = 512, Half = 256;
        byte[] y = new byte[Stride * 270], u = new byte[Half * 135], v = new byte[Half * 135];
        Array.Fill(y, (byte)7);
        scene.Render(10, new YuvPlanes(y, Stride, u, Half, v, Half));
        var packed = SceneProbe.Frame(scene, 10);
        for (var row = 0; row < 270; row++)
        {
            Assert.True(y.AsSpan(row * Stride, 480).SequenceEqual(packed.AsSpan(row * 480, 480)));
            Assert.Equal(-1, y.AsSpan(row * Stride + 480, Stride - 480).IndexOfAnyExcept((byte)7));
        }
    }

    [Fact]
    public void Render_DayAndNight_DifferInBrightness()
    {
        double Mean(double hour) => SceneProbe.Frame(new(SceneProbe.Small(CameraPlacement.Roadside, hour)),
            50).Take(480 * 270).Average(b => b);
        Assert.True(Mean(14) > Mean(23) + 40);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public void Render_NoSuchFrame_SaysWhichThereAre(int frame)
    {
        var scene = new TrafficScene(SceneProbe.Small(CameraPlacement.Overpass));
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => SceneProbe.Frame(scene, frame));
        Assert.Contains("0 to 999", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_PlaneTooSmall_IsRefused()
    {
        var scene = new TrafficScene(SceneProbe.Small(CameraPlacement.Overpass));
        var fault = Assert.Throws<ArgumentException>(() => scene.Render(0,
            new YuvPlanes(new byte[100], 480, new byte[100], 240, new byte[100], 240)));
        Assert.Contains("plane Y", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_SeveralBadOptions_NamesThemAll()
    {
        var options = new SceneOptions { WidthPx = 641, RateHz = 0, Rain = 3, Duration = TimeSpan.Zero };
        var fault = Assert.Throws<ArgumentException>(() => new TrafficScene(options));
        foreach (var part in (string[])["width 641 is odd", "fps 0", "rain 3", "duration"])
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }
}
