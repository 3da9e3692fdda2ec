using Sluice.Core.Config;

namespace Sluice.Tests.Config;

public sealed class GraphDiffTests
{
    private const string Before = """
        version: 1
        engine: { memory: 1GiB }
        sources:
          - { id: a, uri: "rtsp://camera.example/a" }
          - { id: b, uri: "rtsp://camera.example/b" }
        stages:
          - { id: some, use: sample, from: [a, b], fps: 5 }
          - { id: draw, use: render, from: "*" }
        """;

    [Fact]
    public void Of_SameWrittenElsewhere_IsEmpty()
        => Assert.True(GraphDiff.Of(Load(Before), Load("# moved down\n\n" + Before.Replace("fps: 5", "fps: 5.0", StringComparison.Ordinal))).IsEmpty);

    [Fact]
    public void Of_Sources_FindsWhatIsNewGoneAndDifferent()
    {
        var diff = GraphDiff.Of(Load(Before), Load(Before.Replace("id: a, uri: \"rtsp://camera.example/a\"", "id: c, uri: \"rtsp://camera.example/c\"", StringComparison.Ordinal)
            .Replace("camera.example/b", "camera.example/b2", StringComparison.Ordinal).Replace("[a, b]", "[b, c]", StringComparison.Ordinal)));

        Assert.Equal(["c"], diff.Added.Select(s => s.Id));
        Assert.Equal("a", Assert.Single(diff.Removed));
        Assert.Equal(["b"], diff.Changed.Select(s => s.Id));
        Assert.Empty(diff.Restart);
    }

    [Theory]
    [InlineData("memory: 1GiB", "memory: 2GiB", "graph.yaml:2:9: warning: engine.memory has changed: needs a restart; it goes on as it was until then")]
    [InlineData("fps: 5", "fps: 6", "graph.yaml:7:5: warning: stage 'some' has other options: needs a restart; it goes on as it was until then")]
    [InlineData("from: [a, b]", "from: [a]", "graph.yaml:7:37: warning: stage 'some' takes its frames from elsewhere: needs a restart; it goes on as it was until then")]
    [InlineData("use: render", "use: images, to: out, name: \"{source}-{frame}\"", "graph.yaml:8:5: warning: stage 'draw' is now 'images', and was 'render': needs a restart; it goes on as it was until then")]
    [InlineData("id: draw", "id: paint", "graph.yaml:8:5: warning: stage 'paint' is new: needs a restart; it goes on as it was until then|graph.yaml: warning: stage 'draw' is gone: needs a restart; it goes on as it was until then")]
    public void Of_AnythingElse_NeedsARestart(string from, string to, string expected)
    {
        var diff = GraphDiff.Of(Load(Before), Load(Before.Replace(from, to, StringComparison.Ordinal)));

        Assert.Equal(expected.Split('|'), diff.Restart.Select(w => w.ToString()));
    }

    [Fact]
    public void Load_LinkToASourceThatWasRemoved_SaysSo()
    {
        var fault = Assert.Throws<ConfigException>(() => GraphLoader.Parse(Before.Replace("- { id: b, uri: \"rtsp://camera.example/b\" }", "", StringComparison.Ordinal), "graph.yaml", "/",
            Sluice.Core.Stages.BuiltInStages.Catalog(), new() { FormerSources = ["a", "b"] }));

        Assert.Contains("'b' is no source any more; take it out here too, or put it back under 'sources'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoSources_IsAGraphOnlyWhereSomeMayCome()
    {
        var text = "version: 1\nsources: []\nstages: [{ id: draw, use: render, from: \"*\" }]\n";

        Assert.Contains("expected at least one source", Assert.Throws<ConfigException>(() => Load(text)).Message, StringComparison.Ordinal);
        Assert.Empty(GraphLoader.Parse(text, "graph.yaml", "/", Sluice.Core.Stages.BuiltInStages.Catalog(), new() { MayHaveNoSources = true }).Sources);
        Assert.Empty(Load("engine: { http: \"127.0.0.1:8088\" }\n" + text).Sources);
    }

    private static GraphConfig Load(string text) => GraphLoader.Parse(text, "graph.yaml", "/", Sluice.Core.Stages.BuiltInStages.Catalog());
}
