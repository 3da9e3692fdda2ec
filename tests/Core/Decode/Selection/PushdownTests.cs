using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Decode.Selection;
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

    [DataTheory]
    [InlineData("person-one-by-one.mp4")]
    [InlineData("dog-hevc-main10.mkv")]
    [InlineData("pets09-s2l1-mjpeg.avi")]
    [InlineData("bbb-vp9-180p.webm")]
    [InlineData("dog-reschange.h264")]
    public async Task RunAsync_SeveralStagesSample_EachGetsTheFramesThatItWouldChooseItself(string clip)
    {
        SampleOptions[] options = [new() { Every = 7 }, new() { Fps = 1.5 }, new() { Every = 11 }];
        var push = new Pushdown { Choices = [.. options.Select(static (option, i) => new PushedChoice($"s{i}", option))] };
        var chosen = await SelectionHarness.RunAsync(ConfigOf(clip), push);
        var all = await WholeAsync(clip);
        for (var i = 0; i < options.Length; i++)
        {
            var sampler = SampleFactory.SamplerOf(options[i], TimeProvider.System.TimestampFrequency);
            var expected = all.Frames.Where(frame => sampler.Keeps(frame.Seconds, frame.Seconds == null ? frame.Index : frame.Arrived));

            // Times of bare streams are those of arrival, which no two runs share.
            if (options[i].Fps != null && all.Frames[0].Seconds == null) continue;
            var stage = $"s{i}";
            Assert.Equal(expected.Select(static f => (f.Index, f.Pixels)),
                chosen.Frames.Where(frame => frame.Choice.For(stage) == true).Select(static f => (f.Index, f.Pixels)));
        }

        Assert.All(chosen.Frames, static frame => Assert.NotEqual(0UL, frame.Choice.Wanted));
        Assert.Equal(all.Ledger.Arrived, chosen.Ended);
        Assert.Equal(all.Frames.Count - chosen.Frames.Count, chosen.Ledger[Outcome.SampledOut]);
    }

    [DataTheory]
    [InlineData("person-one-by-one.mp4", 4)]
    [InlineData("pets09-s2l1-360p.mp4", 1)]
    [InlineData("bottles.mp4", 9)]
    [InlineData("dog-hevc-main10.mkv", 2)]
    [InlineData("dog-rotate90.mp4", 3)]
    [InlineData("highway-mpeg4asp.avi", 6)]
    [InlineData("pets09-s2l1-mjpeg.avi", 4)]
    [InlineData("bbb-vp9-180p.webm", 3)]
    [InlineData("phone-vfr-dog.mp4", 5)]
    [InlineData("dog-reschange.h264", 4)]
    public async Task RunAsync_OthersHandedOn_EveryFrameComesInOrderAndTheChosenAreTheSame(string clip, int interval)
    {
        var push = new Pushdown { Choices = [new("detect", new() { Every = interval + 1 })], HandsOnOthers = true };
        var thrifty = await SelectionHarness.RunAsync(ConfigOf(clip), push);
        var all = await WholeAsync(clip);
        Assert.Equal(all.Frames.Select(static f => (f.Index, f.Pts, f.Seconds)), thrifty.Frames.Select(static f => (f.Index, f.Pts, f.Seconds)));
        Assert.Equal(all.Ledger.Arrived, thrifty.Ledger.Arrived);
        Assert.Equal(all.Frames.Count, thrifty.Ledger[Outcome.Published]);
        for (var i = 0; i < all.Frames.Count; i++)
        {
            var (whole, frame) = (all.Frames[i], thrifty.Frames[i]);
            Assert.Equal(i % (interval + 1) == 0, frame.Choice.For("detect"));
            if (frame.Choice.For("detect") == true) Assert.Equal(whole.Pixels, frame.Pixels);

            // A bare stream that changes its size says so when it is decoded.
            if (clip != "dog-reschange.h264") Assert.Equal(whole.Size, frame.Size);
        }
    }

    [DataFact]
    public async Task RunAsync_NotExactWithReferences_TakesNoFrameThatNoOtherRefersTo()
    {
        const string Clip = "pets09-s2l1-360p.mp4";
        var exact = await SelectionHarness.RunAsync(ConfigOf(Clip), new SampleOptions { Every = 5 });
        var near = await SelectionHarness.RunAsync(ConfigOf(Clip) with { Exact = false }, new SampleOptions { Every = 5 });
        Assert.InRange(near.Frames.Count, exact.Frames.Count * 0.6, exact.Frames.Count * 1.1);
        Assert.Equal(near.Ledger.Arrived, near.Ended);
        Assert.Equal(exact.Ledger.Arrived, near.Ledger.Arrived);
    }

    [DataFact]
    public async Task RunAsync_HalvedForAModel_GivesSmallerPicturesNoSmallerThanItsInput()
    {
        var config = ConfigOf("pets09-s2l1-mjpeg.avi") with { Exact = false };
        var whole = await WholeAsync("pets09-s2l1-mjpeg.avi");
        var (width, height) = whole.Frames[0].Size;
        var push = new Pushdown { Models = ["m"], SizeOf = _ => (width / 2, height) };
        var halved = await SelectionHarness.RunAsync(config, push);
        Assert.Equal(whole.Frames.Count, halved.Frames.Count);
        Assert.All(halved.Frames, frame => Assert.Equal(((width + 1) / 2, (height + 1) / 2), frame.Size));
        Assert.Equal(1, halved.Decoding!.Halvings);
        var kept = await SelectionHarness.RunAsync(config, push with { SizeOf = _ => (width - 1, height - 1) });
        Assert.Equal((width, height), kept.Frames[0].Size);
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
