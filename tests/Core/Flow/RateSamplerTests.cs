using Sluice.Core.Stages.Flow;

namespace Sluice.Tests.Flow;

public sealed class RateSamplerTests
{
    private const long Frequency = 1000;

    [Theory]
    [InlineData(25, 5, 10, 50)]
    [InlineData(30000 / 1001.0, 5, 10.01, 50)]
    [InlineData(30, 15, 10, 150)]
    [InlineData(25, 10, 10, 100)]
    [InlineData(25, 1, 10, 10)]
    [InlineData(25, 0.1, 30, 3)]
    [InlineData(25, 25, 10, 250)]
    [InlineData(25, 60, 10, 250)]
    public void Keeps_SteadyRate_KeepsTheWantedNumber(double sourceFps, double fps, double seconds, int expected)
    {
        var sampler = new RateSampler(fps, Frequency);
        var frames = Enumerable.Range(0, (int)Math.Ceiling(seconds * sourceFps - 1e-9)).Select(i => i / sourceFps);
        Assert.Equal(expected, frames.Count(time => Keeps(sampler, At(time))));
    }

    [Fact]
    public void Keeps_TwentyFiveToFive_KeepsTheFirstAndEveryFifth()
    {
        var sampler = new RateSampler(5, Frequency);
        Assert.Equal([0, 5, 10, 15, 20], Enumerable.Range(0, 25).Where(i => Keeps(sampler, At(i / 25.0))));
    }

    [Fact]
    public void Keeps_TimesRoundedToMilliseconds_KeepsEverySecond()
    {
        var sampler = new RateSampler(15, Frequency);
        var kept = Enumerable.Range(0, 300).Where(i => Keeps(sampler, At(Math.Round(i * 1000 / 30.0) / 1000))).ToList();
        Assert.Equal(Enumerable.Range(0, 150).Select(i => 2 * i), kept);
    }

    [Fact]
    public void Keeps_AnHour_DoesNotDrift()
    {
        var sampler = new RateSampler(7, Frequency);
        Assert.Equal(7 * 3600, Enumerable.Range(0, 25 * 3600).Count(i => Keeps(sampler, At(i / 25.0))));
    }

    [Fact]
    public void Keeps_ClipInALoop_KeepsTheRateAcrossTheJumps()
    {
        var sampler = new RateSampler(0.5, Frequency);
        var kept = Enumerable.Range(0, 10).SelectMany(_ => Enumerable.Range(0, 25)).Count(i => Keeps(sampler, At(i / 25.0)));
        Assert.Equal(5, kept);
    }

    [Fact]
    public void Keeps_WithoutTimestamps_GoesByArrival()
    {
        var sampler = new RateSampler(5, Frequency);
        Assert.Equal([0, 5, 10], Enumerable.Range(0, 15).Where(i => Keeps(sampler, At(null, arrived: 40 * i))));
    }

    [DataFact]
    public void Keeps_VariableRateOfARealClip_KeepsAtMostOneAndNoEmptySlot()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Data, "reference", "decode", "webcam-vfr.wmv.frames.csv")).ToList();
        var column = Array.IndexOf(rows[0].Split(','), "pts_time");
        var times = rows.Skip(1).Select(row => double.Parse(row.Split(',')[column], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var sampler = new RateSampler(5, Frequency);
        var kept = times.Where(time => Keeps(sampler, At(time))).ToList();
        static double Slot(double time, double first) => Math.Floor(((time - first) * 5) + 0.025);
        Assert.Equal(times.Select(time => Slot(time, times[0])).Distinct(), kept.Select(time => Slot(time, times[0])));
    }

    private static bool Keeps(RateSampler sampler, (double? Pts, long Arrived) frame) => sampler.Keeps(frame.Pts, frame.Arrived);

    private static (double? Pts, long Arrived) At(double? pts, long arrived = 0) => (pts, arrived);
}
