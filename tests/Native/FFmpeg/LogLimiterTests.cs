using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class LogLimiterTests
{
    [Fact]
    public void Admit_OverTheLimit_HoldsBackAndReportsInTheNextWindow()
    {
        var clock = new ManualClock();
        var limiter = new LogLimiter(2, TimeSpan.FromSeconds(10), clock);

        Assert.Equal([(true, 0), (true, 0), (false, 0), (false, 0)], Admit(limiter, 4));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([(true, 2), (true, 0), (false, 0)], Admit(limiter, 3));
        Assert.Equal(1, limiter.TakeSuppressed());
        Assert.Equal(0, limiter.TakeSuppressed());
    }

    private static (bool Passed, int Suppressed)[] Admit(LogLimiter limiter, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => (limiter.Admit(out var suppressed), suppressed))];

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        internal void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
