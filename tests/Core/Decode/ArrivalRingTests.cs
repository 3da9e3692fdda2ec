using Sluice.Core.Stages.Decode;

namespace Sluice.Core.Tests.Decode;

public sealed class ArrivalRingTests
{
    [Fact]
    public void Find_FramesComeReordered_EachGetsItsOwnPacketsArrival()
    {
        var ring = new ArrivalRing();
        foreach (var (pts, at) in new[] { (0L, 1L), (120, 2), (40, 3), (80, 4) }) ring.Add(pts, new(at, default));
        Assert.Equal([1, 3, 4, 2], new long?[] { 0, 40, 80, 120 }.Select(pts => ring.Find(pts).Timestamp));
    }

    [Fact]
    public void BytesOf_FramesComeReordered_EachGetsItsOwnPacketsSize()
    {
        var ring = new ArrivalRing();
        foreach (var (pts, bytes) in new[] { (0L, 10), (120, 20), (40, 30) }) ring.Add(pts, default, bytes: bytes);
        Assert.Equal([10, 30, 20, 0], new long?[] { 0, 40, 120, 77 }.Select(ring.BytesOf));
    }

    [Fact]
    public void Find_NoPtsOrUnknown_TakesTheLatest()
    {
        var ring = new ArrivalRing();
        ring.Add(0, new(1, default));
        ring.Add(null, new(2, default));
        Assert.Equal((2, 2), (ring.Find(null).Timestamp, ring.Find(77).Timestamp));
    }
}
