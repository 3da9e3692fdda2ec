using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Plugins;

public sealed class PluginIsolationTests
{
    private static StageFactory Factory(string use) => PluginFolders.LoadFixtures().Factories.Single(f => f.Use == use);

    /// <summary>Options as a graph with <c>after</c> would bind them.</summary>
    private static object After(StageFactory factory, int after)
    {
        var options = Activator.CreateInstance(factory.OptionsType)!;
        factory.OptionsType.GetProperty("After")!.SetValue(options, after);
        return options;
    }

    [Fact]
    public async Task Throws_InAGraph_FailsItsFramesAlone()
    {
        var factory = Factory("throws");
        var good = new FakeStage();
        var graph = new TestGraph().Source("a", new() { Frames = 30 })
            .Stage("plugin", factory, After(factory, 10), TestGraph.From("a"))
            .Stage("good", good, TestGraph.From("a"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(20, snapshot.Stages.Single(s => s.Id == "plugin").Faults);
        Assert.Equal(30, good.Seen.Count);
        Assert.Equal(30, snapshot.Sources[0].Outcomes[Outcome.Published]);
    }

    [Fact]
    public async Task Hangs_InAGraph_IsGivenUpAndTheOthersLoseNothing()
    {
        var factory = Factory("hangs");
        var good = new FakeStage();
        var graph = new TestGraph { Settings = new() { StageDeadline = TimeSpan.FromMilliseconds(100) } }
            .Source("a", new() { Frames = 30 })
            .Stage("plugin", factory, After(factory, 10), TestGraph.From("a"))
            .Stage("good", good, TestGraph.From("a"));
        graph.Build();

        await graph.Engine.RunAsync(default).WaitAsync(TimeSpan.FromSeconds(60));

        graph.AssertAddsUp(picturesToo: false);
        Assert.True(graph.Engine.Snapshot().Stages.Single(s => s.Id == "plugin").IsHung);
        Assert.Equal(30, good.Seen.Count);
    }

    [Fact]
    public void ThrowsWhenMade_InAGraph_SaysWhichStage()
    {
        var factory = Factory("throws_when_made");
        var graph = new TestGraph().Source("a", new()).Stage("plugin", factory, After(factory, 0), TestGraph.From("a"));

        var fault = Assert.Throws<StageStartException>(graph.Build);

        Assert.Equal("Stage 'plugin' (throws_when_made) did not start: made of nothing", fault.Message);
    }

    [Fact]
    public async Task CountsThrow_InAGraph_SaysTheLastOnesAndCountsAFault()
    {
        var sink = new CountingSink();
        var graph = new TestGraph().Source("a", new() { Frames = 5 })
            .Stage("plugin", new FakeFactory(_ => sink), new NoOptions(), TestGraph.From("a"));
        await graph.RunAsync();

        sink.Throws = true;
        var snapshot = graph.Engine.Snapshot().Stages[0];

        Assert.Equal(5, snapshot.Sink?.Accepted);
        Assert.Equal(1, graph.Engine.Snapshot().Stages[0].Faults);
    }

    private sealed class CountingSink : IFrameStage, ISink
    {
        private long _accepted;

        public bool Throws { get; set; }

        public SinkCounts Counts => Throws ? throw new InvalidOperationException("no counts today") : new(Volatile.Read(ref _accepted), 0, 0);

        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            Interlocked.Increment(ref _accepted);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
