using Sluice.Abstractions;

namespace Sluice.Tests.Graph;

public sealed class BatchTests
{
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    [Fact]
    public async Task Batch_OneSource_IsFullExceptTheLast()
    {
        var stage = new FakeBatchStage(new() { Size = 4, MaxDelay = Forever });
        var snapshot = await new TestGraph().Source("a", new() { Frames = 10 }).Stage("detect", stage, TestGraph.From("a")).RunAsync();

        Assert.Equal([4, 4, 2], stage.Batches.Select(b => b.Length));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), stage.Batches.SelectMany(b => b).Select(f => f.Index));
        Assert.Equal(10 / 3.0, snapshot.Stages[0].BatchMean!.Value, 6);
        Assert.Equal(new long[] { 0, 0, 1, 0, 2 }, snapshot.Stages[0].BatchSizes);
    }

    [Fact]
    public async Task Batch_NarrowEdge_GoesWithoutWaitingForWhatCannotCome()
    {
        // Only two frames can wait, and nobody else gives any: waiting for eight would be waiting for ever.
        var stage = new FakeBatchStage(new() { Size = 8, MaxDelay = Forever });
        await new TestGraph().Source("a", new() { Frames = 20 }).Stage("detect", stage, TestGraph.From("a", capacity: 2)).RunAsync();

        Assert.Equal(20, stage.Batches.Sum(b => b.Length));
        Assert.All(stage.Batches, b => Assert.InRange(b.Length, 1, 2));
    }

    [Fact]
    public async Task Batch_MaxPerSource_IsKept()
    {
        var stage = new FakeBatchStage(new() { Size = 8, MaxDelay = Forever, MaxPerSource = 2 });
        var graph = new TestGraph();
        for (var i = 0; i < 3; i++) graph.Source($"s{i}", new() { Frames = 31 });
        await graph.Stage("detect", stage, TestGraph.From("*")).RunAsync();

        Assert.All(stage.Batches, b => Assert.All(b.GroupBy(f => f.Source), g => Assert.InRange(g.Count(), 1, 2)));
        Assert.Equal(93, stage.Batches.Sum(b => b.Length));
    }

    [Fact]
    public async Task Batch_OneSourceFloods_TheOthersStillGetTheirPlace()
    {
        var stage = new FakeBatchStage(new() { Size = 4, MaxDelay = Forever });
        var graph = new TestGraph()
            .Source("flood", new() { Frames = 400 })
            .Source("quiet", new() { Frames = 20 });
        await graph.Stage("detect", stage, TestGraph.From("*")).RunAsync();

        // A waiting frame of the quiet source is in the very next batch, so two of the flood's batches never pass one by.
        Assert.Equal(20, stage.Batches.SelectMany(b => b).Count(f => f.Source == "quiet"));
        Assert.All(stage.Batches, b => Assert.Equal(b.Length, b.Distinct().Count()));
    }

    [Fact]
    public async Task Batch_SourceEnds_ItsFramesGoAtOnce()
    {
        TaskCompletionSource hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeBatchStage(new() { Size = 8, MaxDelay = Forever }, (frames, _, _) =>
        {
            if (frames.Any(f => f.Info.Source == "short")) hold.TrySetResult();
            return ValueTask.CompletedTask;
        });
        var graph = new TestGraph()
            .Source("short", new() { Frames = 3 })
            .Source("long", new() { Frames = 0, Hold = hold.Task });

        await graph.Stage("detect", stage, TestGraph.From("*")).RunAsync();

        Assert.Equal([3], stage.Batches.Select(b => b.Length));
        Assert.Equal(["long", "short"], stage.Ended.Order());
    }

    [Fact]
    public async Task Batch_PartialAndOld_GoesAfterMaxDelay()
    {
        var time = new ManualTime();
        TaskCompletionSource processed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeBatchStage(new() { Size = 8, MaxDelay = TimeSpan.FromMilliseconds(20) }, (_, _, _) =>
        {
            processed.TrySetResult();
            return ValueTask.CompletedTask;
        });
        var graph = new TestGraph { Time = time }.Source("a", new()
        {
            Frames = 4,
            Before = async (i, _) =>
            {
                if (i != 3) return;
                waiting.TrySetResult();
                await processed.Task;
            },
        });
        graph.Stage("detect", stage, TestGraph.From("a"));
        graph.Build();

        var run = graph.RunAsync();
        await waiting.Task;
        var before = stage.Batches.Count;
        time.Advance(TimeSpan.FromMilliseconds(19));
        var early = stage.Batches.Count;
        time.Advance(TimeSpan.FromMilliseconds(1));
        await run;

        Assert.Equal((0, 0), (before, early));
        Assert.Equal([3, 1], stage.Batches.Select(b => b.Length));
    }

    [Fact]
    public async Task Batch_Fault_FailsItsFramesAlone()
    {
        var stage = new FakeBatchStage(new() { Size = 5, MaxDelay = Forever },
            (frames, _, _) => frames[0].Info.Index == 5 ? throw new InvalidOperationException() : ValueTask.CompletedTask);
        var snapshot = await new TestGraph().Source("a", new() { Frames = 20 })
            .Stage("detect", stage, TestGraph.From("a", capacity: 64)).RunAsync();

        Assert.Equal(5, snapshot.Sources[0].Outcomes[Outcome.Failed]);
        Assert.Equal(15, snapshot.Sources[0].Outcomes[Outcome.Published]);
    }
}
