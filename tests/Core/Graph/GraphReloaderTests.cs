using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

public sealed class GraphReloaderTests
{
    [Fact]
    public async Task ApplyAsync_SourcesAndAStageChanged_AppliesTheSourcesAndSaysWhatWaits()
    {
        var last = new FakeStage();
        var stays = Endless();
        await using var live = new LiveGraph(new TestGraph { Stays = true }.Source("stays", stays).Source("goes", Endless()).Source("moves", Endless())
            .Stage("last", last, TestGraph.From("*")));
        await live.StartAsync();
        SourceConfig Of(string id, string uri = "clip.mp4") => live.Graph.Later(id, Endless()) with { Uri = uri };
        var reloader = new GraphReloader(live.Engine, Graph([new() { Id = "stays", Uri = "clip.mp4" }, Of("goes"), Of("moves")], "last"));
        live.Engine.AddSource(Of("by-http"));
        await LiveGraph.UntilAsync(() => live.Of("stays").Arrived > 0);

        var notes = await reloader.ApplyAsync(Graph([new() { Id = "stays", Uri = "clip.mp4" }, Of("moves", "other.mp4"), Of("new")], "last", "more"), default);
        var again = await reloader.ApplyAsync(Graph([new() { Id = "stays", Uri = "clip.mp4" }, Of("moves", "other.mp4"), Of("new")], "last", "more"), default);
        var back = await reloader.ApplyAsync(Graph([new() { Id = "stays", Uri = "clip.mp4" }, Of("moves", "other.mp4"), Of("new")], "last"), default);
        var snapshot = await live.StopAsync();

        Assert.Equal(
            [
                "graph.yaml: warning: stage 'more' is new: needs a restart; it goes on as it was until then",
                "graph.yaml: source 'goes' was removed",
                "graph.yaml: source 'new' was added",
                "graph.yaml: source 'moves' was replaced",
            ],
            notes.Select(n => n.Text));
        Assert.Equal([false, true, true, true], notes.Select(n => n.IsDone));
        Assert.Empty(again);
        Assert.Equal("graph.yaml: nothing needs a restart any more", Assert.Single(back).Text);
        Assert.Equal(["by-http", "moves", "new", "stays"], snapshot.Sources.Select(s => s.Id).Order());
        Assert.Equal(1, stays.Runs);
    }

    private static FakeSourceScript Endless() => new() { Frames = int.MaxValue, Before = static async (_, _) => await Task.Delay(1, CancellationToken.None) };

    private static GraphConfig Graph(SourceConfig[] sources, params string[] stages) => new()
    {
        File = "graph.yaml",
        BaseDirectory = "/",
        Sources = [.. sources.Select(s => s with { At = new("graph.yaml", 0, 0) })],
        Stages = [.. stages.Select(id => new StageConfig { Id = id, Factory = new FakeFactory(_ => new FakeStage()), Options = new NoOptions(), From = [TestGraph.From("*")], At = new("graph.yaml", 0, 0) })],
    };
}
