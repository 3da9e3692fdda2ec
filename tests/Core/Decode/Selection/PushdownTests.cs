using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Flow;
using Sluice.Tests;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class PushdownTests
{
    // Decoding all of a clip with every pixel looked at is what takes the time here: once a clip.
    private static readonly ConcurrentDictionary<string, Task<SelectionHarness>> Whole = new();

    [DataTheory]
    [InlineData("person-one-by-one.mp4", 1.0, null)]
    [InlineData("bottles.mp4", 1.0, null)]
    [InlineData("bottles.mp4", null, 7)]
    [InlineData("pets09-s2l1-360p.mp4", 2.0, null)]
    [InlineData("pets09-s2l1-360p.mp4", null, 3)]
    [InlineData("dog-hevc-main10.mkv", null, 5)]
    [InlineData("faces-friday.mp4", 3.0, null)]
    [InlineData("street-cuts.mp4", null, 25)]
    [InlineData("bbb-vp8-720p.webm", 1.0, null)]
    [InlineData("pets09-s2l1-mjpeg.avi", null, 10)]
    [InlineData("phone-vfr-dog.mp4", 4.0, null)]
    [InlineData("dog-reschange.h264", null, 9)]
    [InlineData("highway-mpeg4asp.avi", 2.0, null)]
    public async Task RunAsync_SamplingPushedDown_GivesTheFramesThatSamplingAfterwardsGives(string clip, double? fps, int? every)
    {
        var options = new SampleOptions { Fps = fps, Every = every };
        var chosen = await SelectionHarness.RunAsync(ConfigOf(clip), options);
        var all = await WholeAsync(clip);
        var sampler = SampleFactory.SamplerOf(options, TimeProvider.System.TimestampFrequency);
        var expected = all.Frames.Where(frame => sampler.Keeps(frame.Seconds, frame.Seconds == null ? frame.Index : frame.Arrived)).ToList();
        Assert.Equal(expected.Select(static f => (f.Index, f.Pts, f.Pixels)), chosen.Frames.Select(static f => (f.Index, f.Pts, f.Pixels)));
        Assert.Equal(all.Ledger.Arrived, chosen.Ledger.Arrived);
        Assert.Equal(chosen.Ledger.Arrived, chosen.Ended);
        Assert.Equal(chosen.Ledger.Arrived - expected.Count, chosen.Ledger[Outcome.SampledOut]);
    }

    [DataFact]
    public async Task RunAsync_TwoPasses_SamplesAcrossTheSeamAsIfEverythingWereDecoded()
    {
        var options = new SampleOptions { Every = 7 };
        var config = ConfigOf("dog-rotate90.mp4") with { Loop = new LoopCount(3) };
        var all = await SelectionHarness.RunAsync(config);
        var chosen = await SelectionHarness.RunAsync(config, options);
        Assert.Equal(all.Frames.Where(static f => f.Index % 7 == 0).Select(static f => (f.Index, f.Pixels)), chosen.Frames.Select(static f => (f.Index, f.Pixels)));
    }

    [DataFact]
    public async Task RunAsync_NotExact_TakesIntraFramesWhereThereAreEnough()
    {
        var chosen = await SelectionHarness.RunAsync(ConfigOf("person-one-by-one.mp4") with { Exact = false }, new SampleOptions { Fps = 1 });
        var all = await WholeAsync("person-one-by-one.mp4");
        var wanted = all.Frames[^1].Seconds!.Value - all.Frames[0].Seconds!.Value;
        Assert.InRange(chosen.Frames.Count, wanted * 0.8, wanted + 1);
        Assert.Equal(chosen.Ledger.Arrived, chosen.Ended);
        Assert.All(chosen.Frames, frame => Assert.Equal(all.Frames[(int)frame.Index].Pixels, frame.Pixels));
    }

    private static SourceConfig ConfigOf(string clip) => new() { Id = "cam", Uri = Repository.Video(clip), Location = Repository.Video(clip), Threads = 1 };

    private static Task<SelectionHarness> WholeAsync(string clip)
        => Whole.GetOrAdd(clip, static name => SelectionHarness.RunAsync(ConfigOf(name)));
}
