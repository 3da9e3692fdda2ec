using Sluice.Abstractions;

namespace Sluice.Tests.Graph;

/// <summary>Several batches of one stage at once.</summary>
public sealed class RunsTests
{
    private static readonly BatchOptions Singly = new() { Size = 1 };

    [Fact]
    public async Task Runs_OneSource_AreAllUsedAtOnce()
    {
        // Neither call ends before both are inside: with one at a time the run would never end.
        using var both = new CountdownEvent(2);
        var stage = new FakeBatchStage(Singly, async (frames, output, stop) =>
        {
            if (frames[0].Info.Index < 2)
            {
                both.Signal();
                both.Wait(stop);
            }

            await output.EmitAsync(frames[0].Share(), stop);
        }) { Runs = 2 };
        var last = new FakeStage();

        await new TestGraph().Source("a", new() { Frames = 20 }).Stage("detect", stage, TestGraph.From("a"))
            .Stage("last", last, TestGraph.From("detect")).RunAsync();

        Assert.Equal(Enumerable.Range(0, 20).Select(static i => (long)i), last.Seen.Select(static s => s.Index));
    }

    [Fact]
    public async Task Runs_LaterCallDoneFirst_FramesLeaveInOrder()
    {
        // The second frame is emitted, and its call over, before the first frame's call goes on.
        TaskCompletionSource second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeBatchStage(Singly, async (frames, output, stop) =>
        {
            if (frames[0].Info.Index == 0) await second.Task;
            await output.EmitAsync(frames[0].Share(), stop);
            if (frames[0].Info.Index == 3) second.TrySetResult();
        }) { Runs = 2 };
        var last = new FakeStage();

        await new TestGraph().Source("a", new() { Frames = 9 }).Stage("detect", stage, TestGraph.From("a"))
            .Stage("last", last, TestGraph.From("detect")).RunAsync();

        Assert.Equal(Enumerable.Range(0, 9).Select(static i => (long)i), last.Seen.Select(static s => s.Index));
    }

    [Fact]
    public async Task Runs_OneCallSlow_OtherSourcesAreNotHeldBack()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeBatchStage(Singly, async (frames, output, stop) =>
        {
            if (frames[0].Info.Source == "slow") await go.Task;
            await output.EmitAsync(frames[0].Share(), stop);
        }) { Runs = 2 };
        var last = new FakeStage((frame, _, _) =>
        {
            if (frame.Info is { Source: "quick", Index: 29 }) go.TrySetResult();
            return ValueTask.CompletedTask;
        });

        await new TestGraph().Source("slow", new() { Frames = 1 }).Source("quick", new() { Frames = 30 })
            .Stage("detect", stage, TestGraph.From("*")).Stage("last", last, TestGraph.From("detect")).RunAsync();

        Assert.Equal(31, last.Seen.Count);
    }

    [Fact]
    public async Task Runs_SourceEndsWhileACallRuns_IsEndedAfterIt()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var sawEndEarly = false;
        FakeBatchStage? stage = null;
        stage = new FakeBatchStage(Singly, async (frames, output, stop) =>
        {
            if (frames[0].Info is { Source: "a" }) await go.Task;
            sawEndEarly |= frames[0].Info.Source == "a" && stage!.Ended.Contains("a");
            if (frames[0].Info is { Source: "b", Index: 9 }) go.TrySetResult();
        }) { Runs = 3 };

        await new TestGraph().Source("a", new() { Frames = 1 }).Source("b", new() { Frames = 10 }).Stage("detect", stage, TestGraph.From("*")).RunAsync();

        Assert.False(sawEndEarly);
        Assert.Equal(["a", "b"], stage.Ended.Order());
    }

    [Fact]
    public async Task Runs_OneHangs_ItsFramesFailAndTheOthersServe()
    {
        using var release = new ManualResetEventSlim();
        var last = new FakeStage();
        var stage = new FakeBatchStage(Singly, async (frames, output, stop) =>
        {
            if (frames[0].Info.Index == 3) release.Wait(CancellationToken.None);
            await output.EmitAsync(frames[0].Share(), stop);
        }) { Runs = 2 };
        var graph = new TestGraph { Settings = new() { StageDeadline = TimeSpan.FromMilliseconds(100), Drain = TimeSpan.FromSeconds(20) } }
            .Source("a", new() { Frames = 40 }).Stage("detect", stage, TestGraph.From("a")).Stage("last", last, TestGraph.From("detect"));
        graph.Build();
        try
        {
            await graph.Engine.RunAsync(default).WaitAsync(TimeSpan.FromSeconds(60));
            var snapshot = graph.Engine.Snapshot();

            graph.AssertAddsUp(picturesToo: false);
            Assert.True(snapshot.Stages[0].IsHung);
            Assert.Equal(1, snapshot.Sources[0].Outcomes[Outcome.Failed]);
            Assert.Equal(Enumerable.Range(0, 40).Where(static i => i != 3).Select(static i => (long)i), last.Seen.Select(static s => s.Index));
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task Runs_AllHang_FramesFailAtOnce()
    {
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeBatchStage(Singly, (_, _, _) => new(never.Task)) { Runs = 3 };
        var graph = new TestGraph { Settings = new() { StageDeadline = TimeSpan.FromMilliseconds(50), Drain = TimeSpan.FromSeconds(20) } }
            .Source("a", new() { Frames = 50 }).Stage("detect", stage, TestGraph.From("a"));
        graph.Build();

        await graph.Engine.RunAsync(default).WaitAsync(TimeSpan.FromSeconds(60));

        graph.AssertAddsUp(picturesToo: false);
        Assert.Equal(50, graph.Engine.Snapshot().Sources[0].Outcomes[Outcome.Failed]);
        never.SetResult();
    }

    [Fact]
    public async Task Runs_OneFails_ItsFramesAloneFailAndTheOrderStands()
    {
        var stage = new FakeBatchStage(new() { Size = 2, MaxDelay = TimeSpan.FromHours(1) }, async (frames, output, stop) =>
        {
            await output.EmitAsync(frames[0].Share(), stop);
            if (frames[0].Info.Index % 6 == 0) throw new InvalidOperationException("dice");
            for (var i = 1; i < frames.Count; i++) await output.EmitAsync(frames[i].Share(), stop);
        }) { Runs = 4 };
        var last = new FakeStage();

        var snapshot = await new TestGraph().Source("a", new() { Frames = 60 }).Stage("detect", stage, TestGraph.From("a"))
            .Stage("last", last, TestGraph.From("detect")).RunAsync();

        Assert.Equal(last.Seen.Select(static s => s.Index).Order(), last.Seen.Select(static s => s.Index));
        Assert.Equal(60, snapshot.Sources[0].Outcomes[Outcome.Failed] + snapshot.Sources[0].Outcomes[Outcome.Published]);
        Assert.Equal(60 - last.Seen.Count, snapshot.Sources[0].Outcomes[Outcome.Failed]);
    }

    [Fact]
    public async Task Runs_NoRoomBehind_TakesNoMoreThanItsCallsHold()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource inLast = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeBatchStage(Singly) { Runs = 2 };
        var graph = new TestGraph();
        graph.Source("a", new() { Frames = 60 }).Stage("detect", stage, TestGraph.From("a", capacity: 1))
            .Stage("last", new FakeStage(async (_, _, _) =>
            {
                inLast.TrySetResult();
                await go.Task;
            }), TestGraph.From("detect", capacity: 1));
        graph.Build();

        var run = graph.RunAsync();
        await inLast.Task;
        var arrived = graph.Engine.Snapshot().Sources[0].Arrived;
        go.SetResult();
        await run;

        // One in the last stage, one before it, four calls, one in the edge and one that waits for it.
        Assert.InRange(arrived, 1, 8);
    }
}
