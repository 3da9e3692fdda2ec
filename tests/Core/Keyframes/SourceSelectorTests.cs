using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class SourceSelectorTests
{
    [Fact]
    public void Choose_CountBudget_NeverExceedsIt()
    {
        using var selector = new SourceSelector(new KeyframeOptions { Budget = new(5, null) }, 1);
        for (var i = 0; i < 300; i++) Offer(selector, i, i / 0.025, (byte)(i % 10 * 20));
        Assert.InRange(selector.Choose().Count, 4, 5);
    }

    [Fact]
    public void Choose_LongSameAndAShortOther_ShowsBoth()
    {
        using var selector = new SourceSelector(new KeyframeOptions { Budget = new(2, null), Random = 0 }, 1);
        for (var i = 0; i < 200; i++) Offer(selector, i, i * 0.04, i is >= 100 and < 112 ? (byte)200 : (byte)60);
        var chosen = selector.Choose();
        Assert.Equal(2, chosen.Count);
        Assert.Single(chosen, choice => choice.Candidate.Frame.Info.Index is >= 100 and < 112);
        Assert.Equal(200, chosen.Sum(choice => choice.Keyframe.Reasons["frames"]));
    }

    [Fact]
    public void Offer_PeriodPasses_ChoosesItsShareAndBeginsAnew()
    {
        using var selector = new SourceSelector(new KeyframeOptions { Budget = new(2, TimeSpan.FromMinutes(1)), Random = 0 }, 1);
        var chosen = new List<long>();
        for (var i = 0; i < 130; i++)
            chosen.AddRange(Offer(selector, i, i, (byte)(40 + (i % 3 * 60))).Select(choice => choice.Candidate.Frame.Info.Index));
        Assert.Equal(4, chosen.Count);
        Assert.Equal(2, chosen.Count(index => index < 60));
        Assert.Single(selector.Choose());
    }

    [Fact]
    public void Offer_BlackFrame_IsNeverKept()
    {
        using var selector = new SourceSelector(new KeyframeOptions { Budget = new(3, null) }, 1);
        for (var i = 0; i < 30; i++) Offer(selector, i, i, 0);
        Assert.Empty(selector.Choose());
    }

    [Fact]
    public void Choose_SameInputAndSeed_ChoosesTheSameFrames()
    {
        Assert.Equal(Run(7), Run(7));

        static List<long> Run(int seed)
        {
            using var selector = new SourceSelector(new KeyframeOptions { Budget = new(10, null), Random = 0.5 }, seed);
            for (var i = 0; i < 400; i++) Offer(selector, i, i, (byte)(30 + (i * 7 % 190)));
            return [.. selector.Choose().Select(choice => choice.Candidate.Frame.Info.Index)];
        }
    }

    [Fact]
    public void Dispose_CandidatesHeld_ReturnsEveryRight()
    {
        var ledger = new Counter();
        var selector = new SourceSelector(new KeyframeOptions { Budget = new(4, null) }, 1);
        for (var i = 0; i < 50; i++) Offer(selector, i, i, (byte)(30 + (i * 4)), ledger);
        selector.Dispose();
        Assert.Equal(50, ledger.Ended);
    }

    private static List<Choice> Offer(SourceSelector selector, long index, double seconds, byte luma, Counter? ledger = null)
    {
        var picture = new HostPicture(128, 96, PixelFormat.Yuv420P);
        for (var y = 0; y < 96; y++) picture.WritablePlane(0).Slice(y * 128, 128).Fill((byte)(luma + (luma == 0 ? 0 : y % 3)));
        picture.WritablePlane(1).Fill(128);
        picture.WritablePlane(2).Fill(128);
        var info = new FrameInfo(ledger ?? new Counter())
        {
            Source = "s",
            Id = Guid.CreateVersion7(),
            Index = index,
            PtsSeconds = seconds,
            CapturedAt = DateTimeOffset.UnixEpoch,
            ArrivedTimestamp = 0,
        };
        using var frame = new Frame(info, picture);
        return selector.Offer(frame, static _ => [1]);
    }

    private sealed class Counter : IOutcomeLedger
    {
        public int Ended { get; private set; }

        public void Finish(FrameInfo frame, Outcome outcome) => Ended++;
    }
}
