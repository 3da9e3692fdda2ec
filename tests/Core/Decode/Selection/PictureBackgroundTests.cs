using Sluice.Core.Stages.Decode.Selection;
using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class PictureBackgroundTests
{
    private readonly PictureBackground _background = new();
    private readonly float[] _street = Enumerable.Range(0, PictureGrid.Cells).Select(static i => 40f + (i * 37 % 160)).ToArray();

    public PictureBackgroundTests() => _background.Begin(_street);

    [Fact]
    public void Compare_SamePicture_IsNoChange() => Assert.Equal(0, _background.Compare(_street), 3);

    [Theory]
    [InlineData(1.15f, -20)]
    [InlineData(0.8f, 10)]
    [InlineData(1, 25)]
    public void Compare_AnotherLight_IsNoChange(float gain, float offset) =>
        Assert.InRange(_background.Compare(Changed(v => (v * gain) + offset)), 0, 0.5);

    [Fact]
    public void Compare_ALittleNoise_IsNoChange()
    {
        var random = new Random(3);
        Assert.InRange(_background.Compare(Changed(v => v + ((random.NextSingle() - 0.5f) * 2))), 0, 0.9);
    }

    [Fact]
    public void Compare_FourCellsUnderAnotherLight_IsAChange()
    {
        var picture = Changed(static v => (v * 1.1f) - 8);
        foreach (var cell in (int[])[700, 701, 764, 765]) picture[cell] += 12;
        Assert.True(_background.Compare(picture) >= 1);
    }

    [Fact]
    public void Compare_OneCellAlone_IsNoChange()
    {
        var picture = Changed(static v => v);
        picture[700] += 80;
        Assert.True(_background.Compare(picture) < 1);
    }

    [Fact]
    public void Learn_LooksSeenBefore_AreNoChange()
    {
        var (red, green) = (Lamp(30), Lamp(-30));
        Assert.True(_background.Compare(red) >= 1);
        _background.Learn(red);
        Assert.True(_background.Compare(green) >= 1);
        _background.Learn(green);
        Assert.True(_background.Compare(red) < 1);
        Assert.True(_background.Compare(green) < 1);
        Assert.True(_background.Compare(_street) < 1);
    }

    [Fact]
    public void Learn_WhatAlwaysMoves_CountsLessAndLess()
    {
        var random = new Random(4);
        float[] Tree() => Lamp((random.NextSingle() - 0.5f) * 30);
        var first = 0;
        for (var i = 0; i < 10; i++) first += News(Tree()) ? 1 : 0;
        for (var i = 0; i < 100; i++) News(Tree());
        var last = 0;
        for (var i = 0; i < 10; i++) last += News(Tree()) ? 1 : 0;
        Assert.InRange(first, 1, 10);
        Assert.Equal(0, last);
    }

    [FFmpegFact]
    public void TryMeasure_GrayPicture_HasTheMeanOfEachCell()
    {
        using var frame = new AvFrame();
        frame.Allocate(1283, 725, AvPixelFormat.Yuv420p);
        var plane = frame.WritablePlane(0);
        var stride = frame.Stride(0);
        for (var y = 0; y < 725; y++)
            for (var x = 0; x < 1283; x++) plane[(y * stride) + x] = (byte)(x * PictureGrid.Columns / 1283 * 3);
        var grid = new PictureGrid();
        Assert.True(grid.TryMeasure(frame));
        for (var cell = 0; cell < PictureGrid.Cells; cell++) Assert.InRange(grid.Values[cell], (cell % PictureGrid.Columns * 3) - 0.2, (cell % PictureGrid.Columns * 3) + 0.2);
    }

    [FFmpegTheory]
    [InlineData("rgb24", 640)]
    [InlineData("yuv420p10le", 640)]
    [InlineData("yuv420p", 60)]
    public void TryMeasure_OtherPictures_SaysThatItCanNot(string format, int width)
    {
        using var frame = new AvFrame();
        frame.Allocate(width, 360, AvPixelFormat.Named(format));
        Assert.False(new PictureGrid().TryMeasure(frame));
    }

    private bool News(float[] picture)
    {
        var isNews = _background.Compare(picture) >= 1;
        _background.Learn(picture);
        return isNews;
    }

    private float[] Changed(Func<float, float> how) => [.. _street.Select(how)];

    private float[] Lamp(float brighter)
    {
        var picture = Changed(static v => v);
        foreach (var cell in (int[])[700, 701, 764, 765]) picture[cell] += brighter;
        return picture;
    }
}
