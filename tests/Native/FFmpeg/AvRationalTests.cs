using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class AvRationalTests
{
    [Theory]
    [InlineData(1, 25, 25, 10_000_000)]
    [InlineData(1, 90000, 45000, 5_000_000)]
    [InlineData(1, 15360, -512, -333_333)]
    [InlineData(0, 0, 7, 0)]
    public void ToTime_OfUnits_IsTheirTime(int num, int den, long units, long ticks) =>
        Assert.Equal(ticks, new AvRational(num, den).ToTime(units).Ticks);

    [Theory]
    [InlineData(1, 25, 1, 90000, 1, 3600)]
    [InlineData(1, 1000, 1, 25, 19, 0)]
    [InlineData(1, 1000, 1, 25, 21, 1)]
    [InlineData(1, 1000, 1, 25, -21, -1)]
    [InlineData(1, 90000, 1, 1000, long.MaxValue / 4, long.MaxValue / 4 / 90)]
    public void Rescale_ToAnotherBase_RoundsToTheNearest(int num, int den, int toNum, int toDen, long units, long expected) =>
        Assert.Equal(expected, new AvRational(num, den).Rescale(units, new AvRational(toNum, toDen)));
}
