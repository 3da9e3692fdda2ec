using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

public sealed class LivePauseTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task PauseSource_UntilResumed_GivesNothingAndGoesOnWhereItWas(bool isLive)
    {
        var last = new FakeStage();
        var script = Endless(isLive);
        await using var live = new LiveGraph(new TestGraph { Stays = true }.Source("a", script).Source("b", Endless())
            .Stage("last", last, TestGraph.From("*", OverflowPolicy.Wait)));
        await live.StartAsync();
        await LiveGraph.UntilAsync(() => live.Published("a") > 3);

        await live.Engine.PauseSourceAsync("a");
        await LiveGraph.UntilAsync(() => live.Of("a").InFlight <= (isLive ? 0 : 1));
        var (paused, before) = (live.Of("a"), live.Published("b"));
        await LiveGraph.UntilAsync(() => live.Published("b") > before + 50);
        Assert.Equal((SourceState.Paused, paused.Outcomes[Outcome.Published]), (live.Of("a").Status.State, live.Published("a")));
        live.Engine.ResumeSource("a");
        Assert.DoesNotContain(live.Of("a").Status.State, new[] { SourceState.Paused, SourceState.Ended });
        await LiveGraph.UntilAsync(() => live.Published("a") > paused.Arrived + 10);
        var snapshot = await live.StopAsync();

        Assert.Equal(isLive ? 2 : 1, script.Runs);
        Assert.Equal((0L, 0L), (snapshot.Sources[0].Outcomes[Outcome.Failed], snapshot.Removed.Count));
        var indices = last.Seen.Where(s => s.Source == "a").Select(s => s.Index).ToList();
        Assert.Equal(indices.Distinct().Order(), indices);
        Assert.DoesNotContain(last.Ended.Take(last.Ended.Count - 2), e => e == "a");
    }

    [Fact]
    public async Task Changes_ThatCannotBe_SayWhy()
    {
        var ended = new FakeSourceScript { Frames = 1 };
        await using var live = new LiveGraph(new TestGraph { Stays = true }
            .Source("gate", Endless()).Source("ended", ended).Stage("last", new FakeStage(), TestGraph.From("*"))
            .Stage("one", new FakeFactory(context => context.Sources.Count > 2 ? throw new InvalidOperationException("one file for three sources") : new FakeStage()), new NoOptions(), TestGraph.From("*")));
        await live.StartAsync();
        await LiveGraph.UntilAsync(() => live.Of("ended").Status.State == SourceState.Ended);

        Assert.Equal((SourceChangeFault.Conflict, "there is a source 'gate' already; replace it, or choose another id"), Fault(() => live.Engine.AddSource(live.Graph.Later("gate", Endless()))));
        Assert.Equal((SourceChangeFault.Conflict, "there is a stage 'last'; choose another id for the source"), Fault(() => live.Engine.AddSource(live.Graph.Later("last", new()))));
        Assert.Equal((SourceChangeFault.Refused, "stage 'one' cannot take source 'third': one file for three sources"), Fault(() => live.Engine.AddSource(live.Graph.Later("third", new()))));
        Assert.Equal((SourceChangeFault.NotFound, "there is no source 'gat'; nearest is 'gate'"), Fault(() => live.Engine.RemoveSourceAsync("gat")));
        Assert.Equal((SourceChangeFault.Conflict, "source 'gate' is not paused"), Fault(() => live.Engine.ResumeSource("gate")));
        await live.Engine.PauseSourceAsync("gate");
        var twice = await Assert.ThrowsAsync<SourceChangeException>(() => live.Engine.PauseSourceAsync("gate"));
        Assert.Equal("source 'gate' is paused already", twice.Message);
        var over = await Assert.ThrowsAsync<SourceChangeException>(() => live.Engine.PauseSourceAsync("ended"));
        Assert.Equal("source 'ended' has ended; there is nothing to pause", over.Message);
        await live.StopAsync();
        Assert.Equal((SourceChangeFault.Conflict, "the engine stops; no source can be added any more"), Fault(() => live.Engine.AddSource(live.Graph.Later("new", new()))));

        static (SourceChangeFault, string) Fault(Action change)
        {
            var fault = Assert.Throws<SourceChangeException>(change);
            return (fault.Fault, fault.Message);
        }
    }

    // Runs until it is told to stop, and lets others run in between.
    private static FakeSourceScript Endless(bool live = false)
        => new() { Frames = int.MaxValue, Live = live, Before = static async (i, stop) => await Task.Delay(i % 8 == 0 ? 1 : 0, CancellationToken.None) };
}
