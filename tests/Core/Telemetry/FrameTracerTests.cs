using Sluice.Abstractions;
using Sluice.Core.Telemetry;

namespace Sluice.Tests.Telemetry;

public sealed class FrameTracerTests
{
    [Fact]
    public void Of_NoRatio_IsNothing() => Assert.Null(FrameTracer.Of(0, TimeProvider.System));

    [Theory, InlineData(0.01), InlineData(0.5)]
    public void Takes_ManyIds_TakesTheShareAndEachTheSameAgain(double ratio)
    {
        var tracer = FrameTracer.Of(ratio, TimeProvider.System)!;
        var again = FrameTracer.Of(ratio, TimeProvider.System)!;
        var random = new Random(7);
        var bytes = new byte[16];
        var taken = 0;
        const int ids = 100_000;
        for (var i = 0; i < ids; i++)
        {
            random.NextBytes(bytes);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            var id = new Guid(bytes, bigEndian: true);
            Assert.Equal(tracer.Takes(id), again.Takes(id));
            if (tracer.Takes(id)) taken++;
        }

        Assert.InRange(taken, ids * ratio * 0.9, ids * ratio * 1.1);
    }

    [Fact]
    public void Takes_RatioOne_TakesAll() => Assert.True(FrameTracer.Of(1, TimeProvider.System)!.Takes(new Guid("01890000-0000-7000-bfff-ffffffffffff")));

    [Fact]
    public void Begin_FrameThatIsNotTaken_AllocatesNothing()
    {
        var tracer = FrameTracer.Of(1e-12, TimeProvider.System)!;
        var info = new FrameInfo(new SourceLedger("a", TimeProvider.System))
        {
            Source = "a",
            Id = new("01890000-0000-7000-bfff-ffffffffffff"),
            Index = 0,
            CapturedAt = DateTimeOffset.UnixEpoch,
            ArrivedTimestamp = 0,
        };
        Assert.Equal(0, SteadyAllocation.Of(1000, () => tracer.Begin(info)));
        Assert.Null(info.Trace);
    }
}
