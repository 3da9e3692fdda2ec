using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

public sealed class PolicyTests
{
    /// <summary>A source gives all its frames while the stage is busy with the first.</summary>
    private static async Task<(FakeStage Stage, EngineSnapshot Snapshot)> RunBehindAsync(bool live, LinkConfig link, int frames = 10,
        EngineConfig? settings = null)
    {
        TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource given = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeStage(async (_, _, _) =>
        {
            taken.TrySetResult();
            await given.Task;
        });
        var script = new FakeSourceScript
        {
            Live = live,
            Frames = frames + 1,
            Before = async (i, _) =>
            {
                // The first frame is in the stage before the second comes; the stage goes on once the last but one is through.
                if (i == 1) await taken.Task;
                if (i == frames || (!live && i == 2)) given.TrySetResult();
            },
        };
        var graph = new TestGraph { Settings = settings ?? new() }.Source("a", script).Stage("busy", stage, link);
        return (stage, await graph.RunAsync());
    }

    [Fact]
    public async Task Wait_SlowStage_LosesNothing()
    {
        var (stage, snapshot) = await RunBehindAsync(live: false, TestGraph.From("a", capacity: 1), frames: 50);

        Assert.Equal(51, stage.Seen.Count);
        Assert.Empty(snapshot.Sources[0].Drops);
    }

    [Fact]
    public async Task DropOldest_BusyStage_KeepsTheNewest()
    {
        var (stage, snapshot) = await RunBehindAsync(live: true, TestGraph.From("a", OverflowPolicy.DropOldest, capacity: 3));

        Assert.Equal(10, stage.Seen[^1].Index);
        Assert.Equal(snapshot.Sources[0].Outcomes[Outcome.Dropped], snapshot.Sources[0].Drops.Sum(d => d.Count));
        Assert.InRange(stage.Seen.Count, 3, 5);
        Assert.Equal(("busy<-a", DropReason.Full), (snapshot.Sources[0].Drops[0].Edge, snapshot.Sources[0].Drops[0].Reason));
    }

    [Fact]
    public async Task DropNewest_BusyStage_KeepsTheOldest()
    {
        var (stage, snapshot) = await RunBehindAsync(live: true, TestGraph.From("a", OverflowPolicy.DropNewest, capacity: 3));

        Assert.Equal([0, 1, 2, 3], stage.Seen.Take(4).Select(s => s.Index));
        Assert.True(snapshot.Sources[0].Outcomes[Outcome.Dropped] >= 6);
    }

    [Fact]
    public async Task Latest_BusyStage_HoldsOneFrame()
    {
        var (stage, snapshot) = await RunBehindAsync(live: true, TestGraph.From("a", OverflowPolicy.Latest));

        Assert.Equal(10, stage.Seen[^1].Index);
        Assert.InRange(stage.Seen.Count, 2, 3);
        Assert.Equal(1, snapshot.Stages[0].Edges[0].Capacity);
    }

    [Fact]
    public async Task Bytes_EdgeFullByBytes_DropsThoughThereIsRoomByItems()
    {
        // A frame is 64 bytes: two fit into 150.
        var (stage, snapshot) = await RunBehindAsync(live: true, TestGraph.From("a", OverflowPolicy.DropOldest, 64, bytes: 150));

        Assert.InRange(stage.Seen.Count, 3, 4);
        Assert.True(snapshot.Sources[0].Outcomes[Outcome.Dropped] >= 7);
    }

    [Fact]
    public async Task Bytes_PictureLargerThanTheEdge_PassesAlone()
    {
        var (stage, _) = await RunBehindAsync(live: false, TestGraph.From("a", bytes: 10));

        Assert.Equal(11, stage.Seen.Count);
    }

    [Fact]
    public async Task Memory_SpentBelowALiveSource_DropsAtTheDecoder()
    {
        var (_, snapshot) = await RunBehindAsync(live: true, TestGraph.From("a", OverflowPolicy.DropNewest, 64),
            settings: new() { Memory = new(200) });

        var drop = Assert.Single(snapshot.Sources[0].Drops);
        Assert.Equal(("decode<-a", DropReason.Memory), (drop.Edge, drop.Reason));
        Assert.True(drop.Count >= 7);
        Assert.InRange(snapshot.MemoryPeakBytes, 1, 200);
    }

    [Fact]
    public async Task Memory_SmallerThanOneFrame_StillFinishesAFile()
    {
        var (stage, _) = await RunBehindAsyncFree(new() { Memory = new(1) });

        Assert.Equal(20, stage.Seen.Count);
    }

    [Fact]
    public async Task MixedEdge_LiveAndFile_TheFileLosesNothing()
    {
        var stage = new FakeStage(async (_, _, _) => await Task.Yield());
        var graph = new TestGraph()
            .Source("live", new() { Live = true, Frames = 2000 })
            .Source("file", new() { Frames = 200 })
            .Stage("pass", new FakeStage(), TestGraph.From("*"))
            .Stage("last", stage, TestGraph.From("pass"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(200, snapshot.Sources[1].Outcomes[Outcome.Published]);
        Assert.Equal(2000, snapshot.Sources[0].Arrived);
    }

    private static async Task<(FakeStage Stage, EngineSnapshot Snapshot)> RunBehindAsyncFree(EngineConfig settings)
    {
        var stage = new FakeStage();
        return (stage, await new TestGraph { Settings = settings }.Source("a", new() { Frames = 20 })
            .Stage("last", stage, TestGraph.From("a")).RunAsync());
    }
}
