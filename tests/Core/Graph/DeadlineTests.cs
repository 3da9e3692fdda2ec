using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

public sealed class DeadlineTests
{
    private static EngineConfig Strict(int deadlineMs = 100) => new()
    {
        StageDeadline = TimeSpan.FromMilliseconds(deadlineMs),
        Drain = TimeSpan.FromSeconds(20),
    };

    [Fact]
    public async Task Call_PastItsDeadlineThatStopsWhenAsked_FailsItsFrameAndGoesOn()
    {
        var graph = new TestGraph { Settings = Strict() }
            .Source("a", new() { Frames = 5 })
            .Stage("slow", new FakeStage(async (frame, _, stop) =>
            {
                if (frame.Info.Index == 2) await Task.Delay(Timeout.Infinite, stop);
            }), TestGraph.From("a"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(1, snapshot.Sources[0].Outcomes[Outcome.Failed]);
        Assert.Equal(4, snapshot.Sources[0].Outcomes[Outcome.Published]);
        Assert.False(snapshot.Stages[0].IsHung);
    }

    [Fact]
    public async Task Call_ThatWaitsForOthers_HasItsDeadlineStandStill()
    {
        var graph = new TestGraph { Settings = Strict(50) }
            .Source("a", new() { Frames = 2 })
            .Stage("waits", new FakeStage(async (_, output, stop) => await output.WaitAsync(Task.Delay(400, CancellationToken.None), stop)), TestGraph.From("a"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(2, snapshot.Sources[0].Outcomes[Outcome.Published]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Call_ThatNeverComesBack_FailsItsFramesAndHurtsNobodyElse(bool blocksItsThread)
    {
        using var release = new ManualResetEventSlim();
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var good = new FakeStage();
        var graph = new TestGraph { Settings = Strict() }
            .Source("a", new() { Frames = 200 })
            .Stage("good", good, TestGraph.From("a"))
            .Stage("hangs", new FakeStage(async (_, _, _) =>
            {
                if (blocksItsThread) release.Wait(CancellationToken.None);
                else await never.Task;
            }), TestGraph.From("a"));
        graph.Build();
        try
        {
            await graph.Engine.RunAsync(default).WaitAsync(TimeSpan.FromSeconds(60));
            var snapshot = graph.Engine.Snapshot();

            graph.AssertAddsUp(picturesToo: false);
            Assert.Equal(200, good.Seen.Count);
            Assert.Equal(200, snapshot.Sources[0].Outcomes[Outcome.Published]);
            Assert.True(snapshot.Stages.Single(s => s.Id == "hangs").IsHung);
            Assert.Equal(200, snapshot.Sources[0].Drops.Single(d => d.Reason == DropReason.Hung).Count);
            // The picture the stuck call was given is still its own: freeing it would pull the memory from under it.
            Assert.Equal(64, graph.Engine.Budget.Outstanding);
        }
        finally
        {
            release.Set();
            never.SetResult();
        }
    }

    [Fact]
    public async Task Call_ThatHangsAlone_CountsItsFramesAsFailedAtOnce()
    {
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var graph = new TestGraph { Settings = Strict() }
            .Source("a", new() { Frames = 50 })
            .Stage("hangs", new FakeStage((_, _, _) => new(never.Task)), TestGraph.From("a"))
            .Stage("last", new FakeStage(), TestGraph.From("hangs"));
        graph.Build();

        await graph.Engine.RunAsync(default).WaitAsync(TimeSpan.FromSeconds(60));

        graph.AssertAddsUp(picturesToo: false);
        Assert.Equal(50, graph.Engine.Snapshot().Sources[0].Outcomes[Outcome.Failed]);
        never.SetResult();
    }

    [Fact]
    public async Task Call_ThatComesBackLate_GivesItsPictureBackAndTheStageWorksAgain()
    {
        TaskCompletionSource stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Engine? engine = null;
        var graph = new TestGraph { Settings = Strict(50) };
        graph.Source("a", new()
        {
            Frames = 4,
            Before = async (i, _) =>
            {
                if (i != 3) return;
                while (!engine!.Snapshot().Stages[0].IsHung) await Task.Yield();
                stuck.SetResult();
                while (engine.Snapshot().Stages[0].IsHung) await Task.Yield();
            },
        });
        graph.Stage("moody", new FakeStage(async (frame, _, _) =>
        {
            if (frame.Info.Index == 0) await stuck.Task;
        }), TestGraph.From("a"));
        engine = graph.Build();

        var snapshot = await graph.RunAsync();

        Assert.Equal(3, snapshot.Sources[0].Outcomes[Outcome.Failed]);
        Assert.Equal(1, snapshot.Sources[0].Outcomes[Outcome.Published]);
    }

    [Fact]
    public async Task Call_ThatWaitsForRoomBehindIt_IsNotOverdue()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new ManualTime();
        var graph = new TestGraph { Settings = Strict(), Time = time };
        graph.Source("a", new() { Frames = 8 })
            .Stage("front", new FakeStage(), TestGraph.From("a", capacity: 1))
            .Stage("behind", new FakeStage(async (frame, _, stop) =>
            {
                // Many calls, each in time; the front waits for all of them together far beyond the deadline.
                await Task.Yield();
                time.Advance(TimeSpan.FromMilliseconds(90));
            }), TestGraph.From("front", capacity: 1));

        var snapshot = await graph.RunAsync();

        Assert.Equal(8, snapshot.Sources[0].Outcomes[Outcome.Published]);
    }

    [Fact]
    public async Task EndSource_ThatHangs_DoesNotKeepTheEngineFromEnding()
    {
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = new FakeStage();
        var graph = new TestGraph { Settings = Strict() }
            .Source("a", new() { Frames = 5 })
            .Stage("hangs", new FakeStage(onEnd: (_, _, _) => new(never.Task)), TestGraph.From("a"))
            .Stage("last", last, TestGraph.From("hangs"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(5, snapshot.Sources[0].Outcomes[Outcome.Published]);
        Assert.Equal(["a"], last.Ended);
        never.SetResult();
    }
}
