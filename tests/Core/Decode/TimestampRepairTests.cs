using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Decode;

public sealed class TimestampRepairTests
{
    private const int Frame = 3600;
    private static readonly AvRational Mpeg = new(1, 90000);
    private static readonly TimeSpan Live = TimeSpan.FromSeconds(10), OneFrame = TimeSpan.FromMilliseconds(40);

    [Fact]
    public void Next_SaneTimes_AreExactlyTheContainers()
    {
        var times = new TimestampRepair(new(1, 12800), new(30, 1), Live);
        foreach (var pts in new long?[] { 512, 1024, 1100, 5000, 5001 })
        {
            Assert.Equal(pts!.Value * 1.0 / 12800, times.Next(pts, OneFrame, out var repair));
            Assert.Equal(TimeRepair.None, repair);
        }

        Assert.Equal(0, times.Repairs);
    }

    [Fact]
    public void Next_Missing_FollowsByTheUsualInterval()
    {
        var times = Started(frames: 10);

        Assert.Equal(10 * Frame / 90000.0, times.Next(null, OneFrame, out var filled));
        Assert.Equal(TimeRepair.Missing, filled);
        Assert.Equal(11 * Frame / 90000.0, times.Next(11 * Frame, OneFrame, out var next));
        Assert.Equal(TimeRepair.None, next);
    }

    [Fact]
    public void Next_NeverAnyTime_InventsNone()
    {
        var times = new TimestampRepair(Mpeg, new(25, 1), Live);

        Assert.Null(times.Next(null, OneFrame, out var repair));
        Assert.Equal(TimeRepair.None, repair);
    }

    [Fact]
    public void Next_Backwards_GoesOnWithAnOffset()
    {
        var times = Started(frames: 10, from: 900_000);

        Assert.Equal((900_000 + (10 * Frame)) / 90000.0, times.Next(0, OneFrame, out var broken));
        Assert.Equal(TimeRepair.Backwards, broken);
        Assert.Equal((900_000 + (11 * Frame)) / 90000.0, times.Next(Frame, OneFrame, out var after));
        Assert.Equal(TimeRepair.Offset, after);
        Assert.Equal(1, times.Repairs);
    }

    [Fact]
    public void Next_SlipOfOneFrame_ShiftsNothingForGood()
    {
        var times = Started(frames: 10);
        var slipped = times.Next(9 * Frame, OneFrame, out var repair);

        Assert.Equal(TimeRepair.Backwards, repair);
        Assert.InRange(slipped!.Value, 9 * Frame / 90000.0, 10 * Frame / 90000.0);
        Assert.Equal(10 * Frame / 90000.0, times.Next(10 * Frame, OneFrame, out repair));
        Assert.Equal(TimeRepair.None, repair);
    }

    [Fact]
    public void Next_JumpOfHours_GoesOnWithAnOffset()
    {
        var times = Started(frames: 10);

        Assert.Equal(10 * Frame / 90000.0, times.Next(90000L * 3600 * 5, OneFrame, out var broken));
        Assert.Equal(TimeRepair.Jump, broken);
        Assert.Equal(11 * Frame / 90000.0, times.Next((90000L * 3600 * 5) + Frame, OneFrame, out var after));
        Assert.Equal(TimeRepair.Offset, after);
    }

    [Fact]
    public void Next_PauseThatReallyPassed_IsNoJump()
    {
        var times = Started(frames: 10);
        var later = (9 * Frame) + (90000L * 60);

        Assert.Equal(later / 90000.0, times.Next(later, TimeSpan.FromSeconds(60), out var repair));
        Assert.Equal(TimeRepair.None, repair);
    }

    [Fact]
    public void Next_CounterOf33BitsWraps_GoesOn()
    {
        const long Wrap = 1L << 33;
        var times = Started(frames: 10, from: Wrap - (10 * Frame));

        Assert.Equal(Wrap / 90000.0, times.Next(0, OneFrame, out var wrapped));
        Assert.Equal(TimeRepair.Wrap, wrapped);
        Assert.Equal((Wrap + Frame) / 90000.0, times.Next(Frame, OneFrame, out var after));
        Assert.Equal(TimeRepair.Offset, after);
    }

    [Fact]
    public void Next_HourLongPauseInARecording_IsAPause()
    {
        var times = new TimestampRepair(Mpeg, new(25, 1), TimeSpan.FromHours(1));
        times.Next(0, TimeSpan.Zero, out _);

        Assert.Equal(3000, times.Next(90000L * 3000, TimeSpan.Zero, out var repair));
        Assert.Equal(TimeRepair.None, repair);
    }

    private static TimestampRepair Started(int frames, long from = 0)
    {
        var times = new TimestampRepair(Mpeg, new(25, 1), Live);
        for (var i = 0; i < frames; i++)
        {
            times.Next(from + (i * Frame), OneFrame, out var repair);
            Assert.Equal(TimeRepair.None, repair);
        }

        return times;
    }
}
