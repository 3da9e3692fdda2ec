using Sluice.Abstractions;
using Sluice.Core.Config;

namespace Sluice.Tests.Graph;

/// <summary>Frames that a batch stage leaves out.</summary>
public sealed class IntervalTests
{
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    [Theory, InlineData(1, 1, 1), InlineData(4, 1, 1), InlineData(4, 1, 3), InlineData(2, 8, 1), InlineData(2, 8, 2), InlineData(30, 4, 2)]
    public async Task Interval_OneSource_TakesEveryNthAndHandsAllOnInOrder(int interval, int size, int runs)
    {
        var stage = new FakeBatchStage(new() { Size = size, MaxDelay = TimeSpan.FromMilliseconds(1) }) { Interval = interval, Runs = runs };
        var skipped = new List<bool>();
        var last = new FakeStage((frame, _, _) =>
        {
            skipped.Add(frame.IsSkipped);
            return ValueTask.CompletedTask;
        });

        var snapshot = await new TestGraph().Source("a", new() { Frames = 100 }).Stage("detect", stage, TestGraph.From("a"))
            .Stage("last", last, TestGraph.From("detect")).RunAsync();

        var all = Enumerable.Range(0, 100).ToList();
        Assert.Equal(all.Where(i => i % (interval + 1) == 0).Select(static i => (long)i), stage.Batches.SelectMany(static b => b).Select(static f => f.Index).Order());
        Assert.Equal(all.Select(static i => (long)i), last.Seen.Select(static s => s.Index));
        Assert.Equal(all.Select(i => i % (interval + 1) != 0), skipped);
        Assert.Equal(100, snapshot.Sources[0].Outcomes[Outcome.Published]);
    }

    [Fact]
    public async Task Interval_SeveralSources_CountsEachForItself()
    {
        var stage = new FakeBatchStage(new() { Size = 4, MaxDelay = TimeSpan.FromMilliseconds(1) }) { Interval = 3, Runs = 2 };
        var graph = new TestGraph();
        for (var i = 0; i < 3; i++) graph.Source($"s{i}", new() { Frames = 20 + i });

        await graph.Stage("detect", stage, TestGraph.From("*")).RunAsync();

        Assert.All(stage.Batches.SelectMany(static b => b), static f => Assert.Equal(0, f.Index % 4));
        Assert.Equal(5 + 6 + 6, stage.Batches.Sum(static b => b.Length));
    }

    [Fact]
    public async Task Interval_BatchStillWaits_SkippedFramesOfAFinishedOneGoOnAtOnce()
    {
        // The batch of one frame is done; the frames after it reach the last stage although the next batch would wait for ever.
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeBatchStage(new() { Size = 1, MaxDelay = Forever }) { Interval = 3 };
        var last = new FakeStage((frame, _, _) =>
        {
            if (frame.Info.Index == 3) arrived.TrySetResult();
            return ValueTask.CompletedTask;
        });

        await new TestGraph().Source("a", new() { Frames = 4, Hold = arrived.Task }).Stage("detect", stage, TestGraph.From("a"))
            .Stage("last", last, TestGraph.From("detect")).RunAsync();

        Assert.Equal([0, 1, 2, 3], last.Seen.Select(static s => s.Index));
    }

    [Fact]
    public async Task Interval_AtTheEndOfABranch_CountsAsSampledOut()
    {
        var stage = new FakeBatchStage(new() { Size = 1 }) { Interval = 1 };
        var snapshot = await new TestGraph().Source("a", new() { Frames = 10 }).Stage("detect", stage, TestGraph.From("a")).RunAsync();

        Assert.Equal(5, snapshot.Sources[0].Outcomes[Outcome.Published]);
        Assert.Equal(5, snapshot.Sources[0].Outcomes[Outcome.SampledOut]);
    }

    [Fact]
    public async Task Interval_NothingTakesThemBehind_HoldsABoundedNumber()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource inStage = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeBatchStage(new() { Size = 1 }, async (frames, output, stop) =>
        {
            inStage.TrySetResult();
            await go.Task;
            await output.EmitAsync(frames[0].Share(), stop);
        }) { Interval = 200 };
        var live = new FakeSourceScript
        {
            Live = true,
            Frames = 201,
            Before = async (i, _) =>
            {
                if (i == 1) await inStage.Task;
                if (i == 200) go.TrySetResult();
            },
        };
        var graph = new TestGraph().Source("a", live).Stage("detect", stage, TestGraph.From("a", OverflowPolicy.DropOldest, capacity: 4));
        await graph.RunAsync();

        // The line holds one interval and an edge's worth, so all of these fit and none is lost; memory is what is looked at here.
        Assert.InRange(graph.Engine.Budget.Peak, 1, (200 + 8 + 8) * 64);
    }
}
