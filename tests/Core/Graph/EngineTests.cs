using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

public sealed class EngineTests
{
    [Fact]
    public async Task RunAsync_ChainOfStages_PublishesEveryFrameInOrder()
    {
        FakeStage first = new(), second = new();
        var graph = new TestGraph()
            .Source("a", new() { Frames = 100 })
            .Stage("first", first, TestGraph.From("*"))
            .Stage("second", second, TestGraph.From("first"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(100, snapshot.Sources[0].Outcomes[Outcome.Published]);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => ("a", (long)i)), second.Seen);
    }

    [Fact]
    public async Task RunAsync_ParallelStage_KeepsTheOrderOfEachSource()
    {
        var last = new FakeStage();
        var graph = new TestGraph();
        for (var i = 0; i < 6; i++) graph.Source($"s{i}", new() { Frames = 60 });
        graph.Stage("work", new FakeStage(async (frame, output, stop) =>
            {
                if (frame.Info.Index % 3 == 0) await Task.Yield();
                await output.EmitAsync(frame.Share(), stop);
            }), parallel: true, TestGraph.From("*"))
            .Stage("last", last, TestGraph.From("work"));

        await graph.RunAsync();

        foreach (var source in last.Seen.GroupBy(s => s.Source))
            Assert.Equal(Enumerable.Range(0, 60).Select(i => (long)i), source.Select(s => s.Index));
        Assert.Equal(360, last.Seen.Count);
    }

    [Fact]
    public async Task RunAsync_Diamond_EndsEachSourceOncePerStageAfterItsLastFrame()
    {
        var seenAtEnd = new List<int>();
        FakeStage? join = null;
        join = new FakeStage(onEnd: (_, _, _) =>
        {
            seenAtEnd.Add(join!.Seen.Count);
            return ValueTask.CompletedTask;
        });
        var graph = new TestGraph()
            .Source("a", new() { Frames = 20 })
            .Stage("left", new FakeStage(), TestGraph.From("a"))
            .Stage("right", new FakeStage(async (frame, output, stop) =>
            {
                await Task.Yield();
                await output.EmitAsync(frame.Share(), stop);
            }), TestGraph.From("a"))
            .Stage("join", join, TestGraph.From("left"), TestGraph.From("right"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(["a"], join.Ended);
        Assert.Equal([40], seenAtEnd);
        Assert.Equal(20, snapshot.Sources[0].Outcomes[Outcome.Published]);
    }

    [Fact]
    public async Task RunAsync_FramesEmittedAtTheEndOfASource_ReachTheStagesBehind()
    {
        var kept = new List<Frame>();
        var last = new FakeStage();
        var graph = new TestGraph()
            .Source("a", new() { Frames = 5 })
            .Stage("hold", new FakeStage(
                (frame, _, _) =>
                {
                    kept.Add(frame.Share());
                    return ValueTask.CompletedTask;
                },
                async (_, output, stop) =>
                {
                    foreach (var frame in kept) await output.EmitAsync(frame, stop);
                }), TestGraph.From("a"))
            .Stage("last", last, TestGraph.From("hold"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(5, last.Seen.Count);
        Assert.Equal(5, snapshot.Sources[0].Outcomes[Outcome.Published]);
    }

    [Fact]
    public async Task RunAsync_StageThatThrows_CountsFailedAndGoesOn()
    {
        var graph = new TestGraph()
            .Source("a", new() { Frames = 10 })
            .Stage("bad", new FakeStage((frame, _, _) => frame.Info.Index % 2 == 0
                ? throw new InvalidOperationException("no")
                : ValueTask.CompletedTask), TestGraph.From("a"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(5, snapshot.Sources[0].Outcomes[Outcome.Failed]);
        Assert.Equal(5, snapshot.Sources[0].Outcomes[Outcome.Published]);
        Assert.Equal(5, snapshot.Stages[0].Faults);
    }

    [Fact]
    public async Task RunAsync_StageThatThrowsCancelledByItself_CountsFailed()
    {
        // A timeout inside a stage looks like a cancellation; it must not pass for a success.
        var graph = new TestGraph()
            .Source("a", new() { Frames = 3 })
            .Stage("bad", new FakeStage((_, _, _) => throw new TaskCanceledException("timeout")), TestGraph.From("a"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(3, snapshot.Sources[0].Outcomes[Outcome.Failed]);
    }

    [Fact]
    public async Task RunAsync_StageThatEmitsNothing_CountsSampledOut()
    {
        var graph = new TestGraph()
            .Source("a", new() { Frames = 10 })
            .Stage("sample", new FakeStage((frame, output, stop) => frame.Info.Index % 5 == 0
                ? output.EmitAsync(frame.Share(), stop)
                : ValueTask.CompletedTask), TestGraph.From("a"))
            .Stage("last", new FakeStage(), TestGraph.From("sample"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(2, snapshot.Sources[0].Outcomes[Outcome.Published]);
        Assert.Equal(8, snapshot.Sources[0].Outcomes[Outcome.SampledOut]);
    }

    [Fact]
    public async Task RunAsync_StageThatEmitsItsBorrowedFrame_IsForgiven()
    {
        var last = new FakeStage((frame, _, _) =>
        {
            _ = frame.Picture.Plane(0)[0];
            return ValueTask.CompletedTask;
        });
        var graph = new TestGraph()
            .Source("a", new() { Frames = 10 })
            .Stage("careless", new FakeStage((frame, output, stop) => output.EmitAsync(frame, stop)), TestGraph.From("a"))
            .Stage("last", last, TestGraph.From("careless"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(10, snapshot.Sources[0].Outcomes[Outcome.Published]);
        Assert.Equal(0, snapshot.Stages[1].Faults);
    }

    [Fact]
    public async Task RunAsync_SourceThatFails_EndsAloneAndSaysWhy()
    {
        var graph = new TestGraph()
            .Source("bad", new() { Frames = 10, Fault = 4 })
            .Source("good", new() { Frames = 10 })
            .Stage("last", new FakeStage(), TestGraph.From("*"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(4, snapshot.Sources[0].Outcomes[Outcome.Published]);
        Assert.Equal(new SourceStatus(SourceState.Ended, 0, "the cable is cut") { Reason = FaultReason.Other }, snapshot.Sources[0].Status);
        Assert.Equal(10, snapshot.Sources[1].Outcomes[Outcome.Published]);
    }

    [Fact]
    public async Task RunAsync_OneSourceEnds_ItsEndDoesNotWaitForTheOthers()
    {
        var ended = new TaskCompletionSource();
        var graph = new TestGraph()
            .Source("short", new() { Frames = 3 })
            .Source("long", new() { Frames = 3, Hold = ended.Task })
            .Stage("last", new FakeStage(onEnd: (source, _, _) =>
            {
                if (source == "short") ended.TrySetResult();
                return ValueTask.CompletedTask;
            }), TestGraph.From("*"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(3, snapshot.Sources[1].Outcomes[Outcome.Published]);
    }

    [Fact]
    public async Task RunAsync_KeyframePassingTwoStages_IsCountedOnce()
    {
        var keyframe = new Keyframe { Score = 1, Reasons = new Dictionary<string, double>() };
        var graph = new TestGraph()
            .Source("a", new() { Frames = 4 })
            .Stage("pick", new FakeStage((frame, output, stop) => output.EmitAsync(frame.With(keyframe), stop)), TestGraph.From("a"))
            .Stage("pass", new FakeStage(), TestGraph.From("pick"))
            .Stage("last", new FakeStage(), TestGraph.From("pass"));

        Assert.Equal(4, (await graph.RunAsync()).Keyframes);
    }

    [Fact]
    public async Task RunAsync_StartFails_SaysWhichStageAndDisposesAll()
    {
        FakeStage good = new(), bad = new(onStart: _ => throw new FileNotFoundException("no model at m.onnx"));
        var script = new FakeSourceScript();
        var graph = new TestGraph().Source("a", script).Stage("bad", bad, TestGraph.From("a")).Stage("good", good, TestGraph.From("bad"));

        var fault = await Assert.ThrowsAsync<StageStartException>(() => graph.RunAsync());

        Assert.Equal("Stage 'bad' (fake) did not start: no model at m.onnx", fault.Message);
        Assert.True(good.Started && good.Disposed && script.Disposed);
        Assert.Empty(good.Seen);
    }

    [Fact]
    public async Task RunAsync_StoppedWhileStagesStart_ReturnsWithoutRunningSources()
    {
        using var stop = new CancellationTokenSource();
        var graph = new TestGraph().Source("a", new())
            .Stage("slow", new FakeStage(onStart: async token =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }), TestGraph.From("a"));

        var snapshot = await graph.RunAsync(stop.Token);

        Assert.Equal(0, snapshot.Sources[0].Arrived);
        Assert.Equal(EngineState.Ended, snapshot.State);
    }

    [Fact]
    public async Task RunAsync_NoStages_CountsSampledOut()
        => Assert.Equal(10, (await new TestGraph().Source("a", new()).RunAsync()).Sources[0].Outcomes[Outcome.SampledOut]);

    [Fact]
    public async Task RunAsync_GiverNamedTwice_FramesComeOnce()
    {
        var last = new FakeStage();
        await new TestGraph().Source("a", new() { Frames = 5 }).Stage("last", last, TestGraph.From("*"), TestGraph.From("a")).RunAsync();

        Assert.Equal(5, last.Seen.Count);
    }

    [Fact]
    public async Task RunAsync_Twice_IsRefused()
    {
        var graph = new TestGraph().Source("a", new());
        await graph.RunAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => graph.Engine.RunAsync(default));
    }
}
