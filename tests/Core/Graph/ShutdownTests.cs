using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

public sealed class ShutdownTests
{
    public enum End
    {
        Finish,
        Cancel,
        Fault,
    }

    public static TheoryData<int, bool, End> Product()
    {
        var data = new TheoryData<int, bool, End>();
        foreach (var capacity in new[] { 1, 2, 64 })
            foreach (var parallel in new[] { false, true })
                foreach (var end in Enum.GetValues<End>()) data.Add(capacity, parallel, end);
        return data;
    }

    [Theory, MemberData(nameof(Product))]
    public async Task RunAsync_AnyEnd_AccountsForEveryFrame(int capacity, bool parallel, End end)
    {
        using var stop = new CancellationTokenSource();
        var graph = new TestGraph();
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i < 4; i++)
        {
            graph.Source($"s{i}", new()
            {
                Frames = 50,
                Fault = end == End.Fault && i == 1 ? 25 : -1,
                // Whatever the edges hold, the stop comes before the sources are through.
                Before = (at, _) => end == End.Cancel && at == 30 ? new(stopped.Task) : ValueTask.CompletedTask,
            });
        }

        graph.Stage("work", new FakeStage(async (frame, output, token) =>
            {
                await Task.Yield();
                if (end == End.Cancel && frame.Info.Index == 20)
                {
                    await stop.CancelAsync();
                    stopped.TrySetResult();
                }

                if (end == End.Fault && frame.Info.Index % 7 == 0) throw new InvalidOperationException();
                await output.EmitAsync(frame.Share(), token);
            }), parallel, TestGraph.From("*", capacity: capacity))
            .Stage("last", new FakeStage(), TestGraph.From("work", capacity: capacity));

        var snapshot = await graph.RunAsync(stop.Token);

        // What is in the graph is drained even when told to stop; only a source that waits for room may let its frame go.
        Assert.All(snapshot.Sources, s => Assert.InRange(s.Outcomes[Outcome.Dropped], 0, end == End.Cancel ? 1 : 0));
        if (end == End.Finish) Assert.All(snapshot.Sources, s => Assert.Equal(50, s.Outcomes[Outcome.Published]));
        if (end == End.Cancel) Assert.Contains(snapshot.Sources, s => s.Arrived < 50);
        if (end == End.Fault) Assert.Equal(25, snapshot.Sources[1].Arrived);
    }

    [Fact]
    public async Task Stop_FramesInFlightTakeTooLong_DropsThemForShutdown()
    {
        using var stop = new CancellationTokenSource();
        var graph = new TestGraph { Settings = new() { Drain = TimeSpan.FromMilliseconds(50) } }
            .Source("a", new() { Frames = 100 })
            .Stage("slow", new FakeStage(async (_, _, token) =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }), TestGraph.From("a"));

        var snapshot = await graph.RunAsync(stop.Token);

        Assert.Equal(snapshot.Sources[0].Arrived, snapshot.Sources[0].Outcomes[Outcome.Dropped]);
        Assert.All(snapshot.Sources[0].Drops, d => Assert.Equal(DropReason.Shutdown, d.Reason));
    }

    [Fact]
    public async Task Stop_SourceThatDoesNotStop_IsLeftBehind()
    {
        using var stop = new CancellationTokenSource();
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var script = new FakeSourceScript { Frames = 3, Hold = never.Task };
        var graph = new TestGraph { Settings = new() { Drain = TimeSpan.FromMilliseconds(20), StageDeadline = TimeSpan.FromMilliseconds(100) } }
            .Source("stuck", script)
            .Stage("last", new FakeStage(async (_, _, _) => await stop.CancelAsync()), TestGraph.From("*"));

        var snapshot = await graph.RunAsync(stop.Token);

        Assert.Equal(SourceState.Ended, snapshot.Sources[0].Status.State);
        Assert.False(script.Disposed);
        never.SetResult();
    }

    [Fact]
    public async Task Stop_StageKeepsFramesForEver_TheirEndIsCountedAllTheSame()
    {
        var kept = new List<Frame>();
        var graph = new TestGraph()
            .Source("a", new() { Frames = 5 })
            .Stage("greedy", new FakeStage((frame, _, _) =>
            {
                kept.Add(frame.Share());
                return ValueTask.CompletedTask;
            }), TestGraph.From("a"));
        graph.Build();

        await graph.Engine.RunAsync(default).WaitAsync(TimeSpan.FromSeconds(60));
        graph.AssertAddsUp(picturesToo: false);
        foreach (var frame in kept) frame.Dispose();

        graph.AssertAddsUp();
        var drop = Assert.Single(graph.Engine.Snapshot().Sources[0].Drops);
        Assert.Equal(("engine<-a", 5L), (drop.Edge, drop.Count));
    }
}
