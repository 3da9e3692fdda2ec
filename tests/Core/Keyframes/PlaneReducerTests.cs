using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class PlaneReducerTests
{
    [Theory]
    [InlineData(1280, 720, 64)]
    [InlineData(1920, 1080, 64)]
    [InlineData(648, 360, 32)]
    [InlineData(768, 432, 64)]
    [InlineData(416, 234, 64)]
    [InlineData(71, 67, 64)]
    public void Reduce_AnyWidth_GivesTheMeansOfItsCells(int width, int height, int side)
    {
        var stride = width + 13;
        var plane = new byte[stride * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) plane[(y * stride) + x] = (byte)(20 + (200.0 * x / width) + (30.0 * y / height));
        var cells = new byte[side * side];

        new PlaneReducer(side).Reduce(plane, stride, width, height, cells);

        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++)
                Assert.InRange(cells[(row * side) + column], Exact(row, column) - 8, Exact(row, column) + 8);

        double Exact(int row, int column) => 20 + (200 * (column + 0.5) / side) + (30 * (row + 0.5) / side);
    }

    [Fact]
    public void Reduce_OneBrightCell_StaysInItsPlace()
    {
        var plane = new byte[1280 * 720];
        for (var y = 90; y < 101; y++) plane.AsSpan((y * 1280) + 400, 20).Fill(240);
        var cells = new byte[64 * 64];
        new PlaneReducer(64).Reduce(plane, 1280, 1280, 720, cells);
        Assert.InRange(cells[(8 * 64) + 20], 200, 240);
        Assert.Equal(0, cells[(8 * 64) + 18]);
        Assert.Equal(0, cells[(8 * 64) + 22]);
        Assert.Equal(0, cells[(6 * 64) + 20]);
    }
}
