using Sluice.Abstractions;

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
}
