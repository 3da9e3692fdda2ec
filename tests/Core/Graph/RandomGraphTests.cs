using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

public sealed class RandomGraphTests
{
    private const int SeedsPerCase = 50;

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7)]
    public async Task RunAsync_AnyGraph_AddsUpAndLeavesNothing(int part)
    {
        for (var seed = part * SeedsPerCase; seed < (part + 1) * SeedsPerCase; seed++)
        {
            try
            {
                using var graph = new RandomGraph(seed);
                var snapshot = await graph.RunAsync();
                Assert.Equal(EngineState.Ended, snapshot.State);
                Assert.DoesNotContain(snapshot.Stages, s => s.Queued > 0);
            }
            catch (Exception fault)
            {
                Assert.Fail($"seed {seed}: {fault}");
            }
        }
    }
}
