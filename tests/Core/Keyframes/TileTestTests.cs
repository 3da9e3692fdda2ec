using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class TileTestTests
{
    [Fact]
    public void AreAlike_OnlyBrighter_Yes() => Assert.True(TileTest.AreAlike(Picture(), Picture(brighter: 30)));

    [Fact]
    public void AreAlike_MovedByOneCell_Yes() => Assert.True(TileTest.AreAlike(Picture(), Picture(shift: 1)));

    [Fact]
    public void AreAlike_OneNewSmallObject_No()
    {
        var other = Picture();
        for (var y = 8; y < 12; y++) other.AsSpan((y * 32) + 8, 4).Fill(250);
        Assert.False(TileTest.AreAlike(Picture(), other));
    }

    [Fact]
    public void AreAlike_AnotherPlace_No() => Assert.False(TileTest.AreAlike(Picture(), Picture(shift: 9)));

    private static byte[] Picture(int brighter = 0, int shift = 0)
    {
        var luma = new byte[1024];
        for (var y = 0; y < 32; y++)
            for (var x = 0; x < 32; x++) luma[(y * 32) + x] = (byte)(60 + brighter + (x + shift >= 16 ? 90 : 0) + (y > 20 ? 40 : 0));
        return luma;
    }
}
