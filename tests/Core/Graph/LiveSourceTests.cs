using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

public sealed class LiveSourceTests
{
    // Runs until it is told to stop, and lets others run in between.
    private static FakeSourceScript Endless(bool live = false)
        => new() { Frames = int.MaxValue, Live = live, Before = static async (i, stop) => await Task.Delay(i % 8 == 0 ? 1 : 0, CancellationToken.None) };

    [Fact]
    public async Task AddSource_WhileRunning_ReachesAllLinksFromStarAndThoseThatNameIt()
    {
        FakeStage all = new(), named = new(), behind = new();
        await using var live = new LiveGraph(new TestGraph { Stays = true }
            .Source("a", new() { Frames = 5 })
            .Source("b", new() { Frames = 0 })
            .Stage("all", all, TestGraph.From("*"))
            .Stage("named", named, TestGraph.From("b"))
            .Stage("behind", behind, TestGraph.From("all")));
        await live.StartAsync();

        await live.Engine.RemoveSourceAsync("b");
        live.Engine.AddSource(live.Graph.Later("b", new() { Frames = 7 }));
        live.Engine.AddSource(live.Graph.Later("c", new() { Frames = 3 }));
        await LiveGraph.UntilAsync(() => live.Engine.Snapshot().Sources.All(s => s.Status.State == SourceState.Ended && s.InFlight == 0));
        var snapshot = await live.StopAsync();

        Assert.Equal(["a", "b", "c"], snapshot.Sources.Select(s => s.Id));
        Assert.Equal((15, 15), (all.Seen.Count, behind.Seen.Count));
        Assert.Equal(Enumerable.Range(0, 7).Select(i => ("b", (long)i)), named.Seen);
        Assert.Equal(["b", "b"], named.Ended);
    }

    [Fact]
    public async Task AddSource_LinkedByALaterGraph_ReachesTheStageThatNamesIt()
    {
        var only = new FakeStage();
        await using var live = new LiveGraph(new TestGraph { Stays = true }.Source("a", new() { Frames = 2 }).Stage("only", only, TestGraph.From("a")));
        await live.StartAsync();
        var later = new GraphConfig
        {
            File = "test.yaml",
            BaseDirectory = "/",
            Stages = [new() { Id = "only", Factory = new FakeFactory(_ => only), Options = new NoOptions(), From = [TestGraph.From("a"), TestGraph.From("b")] }],
        };

        live.Engine.AddSource(live.Graph.Later("b", new() { Frames = 4 }), later);
        live.Engine.AddSource(live.Graph.Later("c", new() { Frames = 4 }), later);
        await LiveGraph.UntilAsync(() => live.Engine.Snapshot().Sources.All(s => s.Status.State == SourceState.Ended && s.InFlight == 0));
        await live.StopAsync();

        Assert.Equal(4, only.Seen.Count(s => s.Source == "b"));
        Assert.DoesNotContain(only.Seen, s => s.Source == "c");
    }

    [Fact]
    public async Task RemoveSource_UnderLoad_AddsUpAndLeavesTheNeighbourAlone()
    {
        var last = new FakeStage();
        var neighbour = new FakeSourceScript { Frames = 2000 };
        await using var live = new LiveGraph(new TestGraph { Stays = true }
            .Source("stays", neighbour)
            .Source("goes", Endless())
            .Stage("batch", new FakeBatchStage(new() { Size = 4 }) { Runs = 2, Interval = 1 }, TestGraph.From("*"))
            .Stage("last", last, TestGraph.From("batch")));
        await live.StartAsync();
        await LiveGraph.UntilAsync(() => live.Published("goes") > 20);

        var account = await live.Engine.RemoveSourceAsync("goes");
        await LiveGraph.UntilAsync(() => live.Published("stays") == 2000);
        var snapshot = await live.StopAsync();

        Assert.True(account.Arrived > 20);
        Assert.Equal(account.Arrived, account.Outcomes.Values.Sum());
        Assert.Equal((1L, account.Arrived), (snapshot.Removed.Count, snapshot.Removed.Arrived));
        Assert.Contains("goes", last.Ended);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => (long)i), last.Seen.Where(s => s.Source == "stays").Select(s => s.Index));
        Assert.DoesNotContain(snapshot.Stages.SelectMany(s => s.Edges), e => e.Name.EndsWith("goes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RemoveSource_GivesItsShareOfTheBytesToTheOthers()
    {
        TaskCompletionSource hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // One of b's frames is inside the stage, four are its share of the bytes; a comes after them, or the stage before would wait for one of them only.
        FakeSourceScript a = new() { Frames = 40, Before = async (i, _) => await (i == 0 ? full.Task : Task.CompletedTask) }, b = new() { Frames = 5 };
        var room = 8 * new HostPicture(a.Width, a.Height, PixelFormat.Gray8).SizeBytes;
        await using var live = new LiveGraph(new TestGraph { Stays = true, Settings = new() { Drain = TimeSpan.FromMilliseconds(50), StageDeadline = TimeSpan.FromMinutes(1) } }
            .Source("a", a).Source("b", b)
            .Stage("pass", new FakeStage(async (frame, output, stop) =>
            {
                await output.EmitAsync(frame.Share(), stop);
                if (frame.Info is { Source: "b", Index: 4 }) full.SetResult();
            }), TestGraph.From("*", capacity: 1))
            .Stage("slow", new FakeStage(async (_, _, _) => await hold.Task), TestGraph.From("pass", OverflowPolicy.Wait, capacity: 64, bytes: room)));
        await live.StartAsync();
        await LiveGraph.UntilAsync(() => live.Engine.Snapshot().Stages[1].Edges.Single() is { Queued: 8 });

        await live.Engine.RemoveSourceAsync("b");
        await LiveGraph.UntilAsync(() => live.Engine.Snapshot().Stages[1].Edges.Single() is { Queued: 8, Capacity: 64 } edge && edge.Bytes == room,
            () => $"{live.Engine.Snapshot().Stages[1].Edges.Single()}, room {room}; {string.Join(' ', live.Engine.Snapshot().Stages[0].Edges)}; {TestGraph.Text(live.Of("a"))} {live.Of("a").Arrived}");
        hold.SetResult();
        await LiveGraph.UntilAsync(() => live.Published("a") == 40);
        await live.StopAsync();
    }

    [Fact]
    public async Task RemoveSource_ThenAddAgain_StartsAfreshWithTheSameId()
    {
        var last = new FakeStage();
        await using var live = new LiveGraph(new TestGraph { Stays = true }.Source("a", Endless()).Stage("last", last, TestGraph.From("*")));
        await live.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            await LiveGraph.UntilAsync(() => live.Published("a") > 0);
            await live.Engine.RemoveSourceAsync("a");
            live.Engine.AddSource(live.Graph.Later("a", Endless()));
        }

        await LiveGraph.UntilAsync(() => live.Published("a") > 0);
        var snapshot = await live.StopAsync();

        Assert.Equal(20, snapshot.Removed.Count);
        Assert.Equal(21, last.Ended.Count);
        Assert.Equal(21, last.Seen.Count(s => s.Index == 0));
    }

    [Fact]
    public async Task RemoveSource_ThatDoesNotStop_IsLeftBehindAndHoldsUpNobody()
    {
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stuck = new FakeSourceScript { Frames = 3, Hold = never.Task };
        await using var live = new LiveGraph(new TestGraph { Stays = true, Settings = new() { Drain = TimeSpan.FromMilliseconds(500), StageDeadline = TimeSpan.FromMilliseconds(200) } }
            .Source("stuck", stuck).Source("fine", Endless())
            .Stage("last", new FakeStage(), TestGraph.From("*")));
        await live.StartAsync();
        await LiveGraph.UntilAsync(() => live.Published("stuck") == 3);

        var slow = live.Engine.RemoveSourceAsync("stuck");
        await live.Engine.RemoveSourceAsync("fine");
        Assert.False(slow.IsCompleted);
        Assert.Equal(3, (await slow).Arrived);
        Assert.False(stuck.Disposed);
        live.Engine.AddSource(live.Graph.Later("stuck", new() { Frames = 5 }));
        await LiveGraph.UntilAsync(() => live.Published("stuck") == 5);
        never.SetResult();
        await LiveGraph.UntilAsync(() => stuck.Disposed);
        await live.StopAsync();
    }

    [Fact]
    public async Task RemoveSource_StageHoldsItsFrame_CountsTheRestAsRemovedAndTheNewOneWaitsForItsEnd()
    {
        TaskCompletionSource hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var order = new List<string>();
        var stage = new FakeStage(
            async (frame, _, _) =>
            {
                lock (order) order.Add($"frame {frame.Info.Index}");
                if (frame.Info.Index == 0) await hold.Task;
            },
            (_, _, _) =>
            {
                lock (order) order.Add("end");
                return ValueTask.CompletedTask;
            });
        await using var live = new LiveGraph(new TestGraph { Stays = true, Settings = new() { Drain = TimeSpan.FromMilliseconds(50), StageDeadline = TimeSpan.FromMinutes(1) } }
            .Source("a", new() { Frames = 6 })
            .Stage("slow", stage, TestGraph.From("*")));
        await live.StartAsync();
        await LiveGraph.UntilAsync(() => live.Of("a").Arrived == 6);

        var account = await live.Engine.RemoveSourceAsync("a");
        live.Engine.AddSource(live.Graph.Later("a", new() { Frames = 3 }));
        await LiveGraph.UntilAsync(() => live.Of("a").Arrived == 3);
        hold.SetResult();
        await LiveGraph.UntilAsync(() => live.Of("a").InFlight == 0);
        await live.StopAsync();

        Assert.Equal(6, account.Outcomes[Outcome.Dropped]);
        Assert.All(account.Drops, d => Assert.Equal(DropReason.Removed, d.Reason));
        Assert.Equal(6, account.Drops.Sum(d => d.Count));
        Assert.Equal(["frame 0", "end", "frame 0", "frame 1", "frame 2", "end"], order);
    }

    [Fact]
    public async Task RemoveSource_StageEmitsItsFrameLater_IsForgotten()
    {
        Frame? kept = null;
        var last = new FakeStage();
        var hoards = new FakeStage(async (frame, output, stop) =>
        {
            if (frame.Info.Source == "a") kept ??= frame.Share();
            else if (Interlocked.Exchange(ref kept, null) is { } old) await output.EmitAsync(old, stop);
            await output.EmitAsync(frame.Share(), stop);
        });
        await using var live = new LiveGraph(new TestGraph { Stays = true }
            .Source("a", new() { Frames = 3 })
            .Stage("hoards", hoards, TestGraph.From("*"))
            .Stage("last", last, TestGraph.From("hoards")));
        await live.StartAsync();
        await LiveGraph.UntilAsync(() => live.Published("a") == 2);

        var account = await live.Engine.RemoveSourceAsync("a");
        live.Engine.AddSource(live.Graph.Later("b", new() { Frames = 4 }));
        await LiveGraph.UntilAsync(() => live.Published("b") == 4);
        var snapshot = await live.StopAsync();

        Assert.Equal(3, account.Outcomes.Values.Sum());
        Assert.Equal(0, snapshot.Stages[0].Faults);
        Assert.Equal(3, last.Seen.Count(s => s.Source == "a"));
    }

    [Fact]
    public async Task ReplaceSource_RunsTheNewOneWithAnAccountOfItsOwn()
    {
        var last = new FakeStage();
        await using var live = new LiveGraph(new TestGraph { Stays = true }.Source("a", Endless()).Stage("last", last, TestGraph.From("a")));
        await live.StartAsync();
        await LiveGraph.UntilAsync(() => live.Published("a") > 3);

        await live.Engine.ReplaceSourceAsync(live.Graph.Later("a", new() { Frames = 2 }));
        await LiveGraph.UntilAsync(() => live.Published("a") == 2);
        var snapshot = await live.StopAsync();

        Assert.Equal((2L, 1L), (snapshot.Sources.Single().Arrived, snapshot.Removed.Count));
    }

    [Fact]
    public async Task Run_WithoutSources_StaysUntilToldToStop()
    {
        var last = new FakeStage();
        await using var live = new LiveGraph(new TestGraph { Stays = true }.Stage("first", new FakeStage(), TestGraph.From("*")).Stage("last", last, TestGraph.From("first")));
        await live.StartAsync();

        live.Engine.AddSource(live.Graph.Later("a", new() { Frames = 4 }));
        await LiveGraph.UntilAsync(() => live.Published("a") == 4);
        await live.Engine.RemoveSourceAsync("a");
        Assert.False(live.Run.IsCompleted);
        var snapshot = await live.StopAsync();

        Assert.Equal((4, 4L), (last.Seen.Count, snapshot.Removed.Outcomes[Outcome.Published]));
    }

    [Fact]
    public async Task Run_LastSourceRemoved_EndsUnlessItStays()
    {
        await using var live = new LiveGraph(new TestGraph().Source("a", Endless()).Stage("last", new FakeStage(), TestGraph.From("*")));
        await live.StartAsync();

        await live.Engine.RemoveSourceAsync("a");
        await live.Run.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(1, live.Engine.Snapshot().Removed.Count);
    }
}
