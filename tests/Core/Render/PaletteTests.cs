using Sluice.Abstractions;
using Sluice.Core.Stages.Render;

namespace Sluice.Tests.Render;

public sealed class PaletteTests
{
    [Theory]
    [InlineData(ColorMatrix.Bt601, ColorRange.Limited)]
    [InlineData(ColorMatrix.Bt709, ColorRange.Full)]
    public void Of_FirstTwelve_AreFarApart(ColorMatrix matrix, ColorRange range)
    {
        var palette = Palette.For(matrix, range);
        for (var a = 0; a < 12; a++)
        {
            for (var b = 0; b < a; b++)
            {
                var (one, other) = (palette.Of(a), palette.Of(b));
                double y = one.Y - other.Y, u = one.U - other.U, v = one.V - other.V;
                Assert.True(Math.Sqrt((y * y) + (u * u) + (v * v)) > 16, $"{a} {one} and {b} {other}");
            }
        }
    }

    [Fact]
    public void Of_AllColors_Differ()
    {
        var palette = Palette.For(ColorMatrix.Bt709, ColorRange.Limited);
        Assert.Equal(Palette.Size, Enumerable.Range(0, Palette.Size).Select(i => palette.Of(i)).Distinct().Count());
        Assert.Equal(palette.Of(3), palette.Of(3 + Palette.Size));
        _ = palette.Of(-1);
    }

    [Theory]
    [InlineData(1, 1, 1, ColorRange.Limited, 235, 128, 128)]
    [InlineData(1, 1, 1, ColorRange.Full, 255, 128, 128)]
    [InlineData(0, 0, 0, ColorRange.Limited, 16, 128, 128)]
    [InlineData(1, 0, 0, ColorRange.Limited, 81, 90, 240)]
    [InlineData(0, 0, 1, ColorRange.Limited, 41, 240, 110)]
    public void FromRgb_Bt601_GivesTheStandardsValues(double red, double green, double blue, ColorRange range, int y, int u, int v)
        => Assert.Equal(new((byte)y, (byte)u, (byte)v), YuvColor.FromRgb(red, green, blue, ColorMatrix.Bt601, range));
}
