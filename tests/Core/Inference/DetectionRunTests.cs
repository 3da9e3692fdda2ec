using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;

namespace Sluice.Tests.Inference;

public sealed class DetectionRunTests
{
    [DataFact]
    public void Detect_BatchOfSeveralClips_GivesEveryFrameWhatItGivesAlone()
    {
        using var model = TestCards.Load(TestCards.YoloxNanoDynamic);
        // Clips of other sizes, an empty scene among them: rows that crossed would show.
        var frames = new[] { "dashcam-highway.mp4", "pets09-s2l1-360p.mp4", "cars-topdown.mp4", "tud-stadtmitte.mp4", "phone-vfr-dog.mp4" }
            .SelectMany(clip => ClipFrames.Read(Repository.Video(clip), [4])).ToArray();
        using var single = new DetectionRun(model, 1);
        using var several = new DetectionRun(model, 3);
        var (alone, together) = (new ImmutableArray<Detection>[frames.Length], new ImmutableArray<Detection>[frames.Length]);

        single.Detect(frames, alone, CancellationToken.None);
        several.Detect(frames, together, CancellationToken.None);

        Assert.True(alone.Sum(found => found.Length) > 10);
        for (var i = 0; i < frames.Length; i++) Assert.Equal(alone[i].ToArray(), together[i].ToArray());
        foreach (var frame in frames) frame.Dispose();
    }

    [DataFact]
    public void Detect_FixedBatchOfOne_RunsABatchOneByOne()
    {
        using var model = TestCards.Load(TestCards.YoloxNano);
        using var run = new DetectionRun(model, 4);
        var frames = ClipFrames.Read(Repository.Video("dashcam-highway.mp4"), [4, 5]).ToArray();
        var results = new ImmutableArray<Detection>[2];

        run.Detect(frames, results, CancellationToken.None);

        Assert.Equal(1, model.FixedBatch);
        Assert.All(results, found => Assert.NotEmpty(found));
        foreach (var frame in frames) frame.Dispose();
    }

    [DataFact]
    public void Detect_Classes_LeavesTheOthersOut()
    {
        using var model = TestCards.Load(TestCards.YoloxNano);
        var limits = DetectionLimits.Of(model) with { Classes = model.ClassesOf(["dog"]) };
        using var run = new DetectionRun(model, 1, limits);
        using var frame = ClipFrames.Read(Repository.Video("tud-stadtmitte.mp4"), [3]).Single();
        var results = new ImmutableArray<Detection>[1];

        run.Detect([frame], results, CancellationToken.None);

        Assert.All(results[0], detection => Assert.Equal("dog", detection.Label));
    }

    [DataFact]
    public void Detect_SteadyState_AllocatesUnderTwoKibibytesAFrame()
    {
        using var model = TestCards.Load(TestCards.YoloxNano);
        using var run = new DetectionRun(model, 1);
        Frame[] frames = [ClipFrames.Read(Repository.Video("dashcam-highway.mp4"), [4]).Single()];
        var results = new ImmutableArray<Detection>[1];
        var perFrame = SteadyAllocation.Of(1, () => run.Detect(frames, results, CancellationToken.None));
        Assert.True(perFrame < 2048, $"{perFrame} bytes a frame");
        frames[0].Dispose();
    }

    [DataFact]
    public void Detect_Cancelled_ThrowsAndServesTheNextCall()
    {
        using var model = TestCards.Load(TestCards.YoloxNano);
        using var run = new DetectionRun(model, 1);
        Frame[] frames = [ClipFrames.Read(Repository.Video("dashcam-highway.mp4"), [4]).Single()];
        var results = new ImmutableArray<Detection>[1];

        Assert.Throws<OperationCanceledException>(() => run.Detect(frames, results, new CancellationToken(canceled: true)));

        run.Detect(frames, results, CancellationToken.None);
        Assert.NotEmpty(results[0]);
        frames[0].Dispose();
    }
}
