using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Decode;

public sealed class SenderClockTests
{
    private static readonly AvRational Mpeg = new(1, 90000);
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Fact]
    public void Taken_SenderALittleBehind_IsTheSenders()
    {
        var clock = new SenderClock(Mpeg, Window, isEarly: false);

        Assert.Equal(Now.AddSeconds(-2), clock.Taken(90000, Micro(Now.AddSeconds(-2)), Now));
        Assert.Equal(0, clock.Refused);
    }

    [Theory, InlineData(-3600), InlineData(3600), InlineData(-10.5)]
    public void Taken_SenderBeyondTheWindow_IsRefusedAndCounted(double seconds)
    {
        var clock = new SenderClock(Mpeg, Window, isEarly: false);

        Assert.Null(clock.Taken(90000, Micro(Now.AddSeconds(seconds)), Now));
        Assert.Equal(1, clock.Refused);
    }

    [Theory, InlineData(-1), InlineData(1)]
    public void Taken_FrameAndReportFromBothSidesOfRtpsWrap_IsTheSenders(int sign)
    {
        // FFmpeg subtracts the report's 32 bits from the frame's as they are.
        var clock = new SenderClock(Mpeg, Window, isEarly: false);
        var off = (long)(sign * (1L << 32) / 0.09);

        var taken = clock.Taken(90000, Micro(Now.AddSeconds(-2)) + off, Now);

        Assert.Equal(0, clock.Refused);
        Assert.InRange(taken!.Value - Now.AddSeconds(-2), TimeSpan.FromMicroseconds(-2), TimeSpan.FromMicroseconds(2));
    }

    [Theory, InlineData(long.MaxValue), InlineData(long.MinValue), InlineData(-1L)]
    public void Taken_TimeThatIsNoDate_IsRefused(long sent)
        => Assert.Null(new SenderClock(Mpeg, Window, isEarly: false).Taken(90000, sent, Now));

    [Fact]
    public void Taken_ParserHandsOnEarlyAndFramesAreReordered_BelongsToTheNextPacket()
    {
        // Reading order 0, 120, 40, 80 ms: what comes with a packet is of the one read after it.
        var clock = new SenderClock(new(1, 1000), Window, isEarly: true);
        long[] pts = [0, 120, 40, 80, 240];
        for (var i = 0; i < pts.Length - 1; i++)
        {
            var taken = clock.Taken(pts[i], Micro(Now.AddMilliseconds(pts[i + 1])), Now);
            if (i == 0) Assert.Null(taken);
            else Assert.Equal(Now.AddMilliseconds(pts[i]), taken);
        }
    }

    [Fact]
    public void Taken_NoReportOrNoWindow_IsNull()
    {
        Assert.Null(new SenderClock(Mpeg, Window, isEarly: false).Taken(90000, null, Now));
        Assert.Null(new SenderClock(Mpeg, TimeSpan.Zero, isEarly: false).Taken(90000, Micro(Now), Now));
    }

    private static long Micro(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
