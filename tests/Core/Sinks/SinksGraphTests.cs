using Sluice.Core.Config;
using Sluice.Core.Stages;

namespace Sluice.Tests.Sinks;

public sealed class SinksGraphTests
{
    [Fact]
    public void Load_ExampleGraph_IsSound()
    {
        var graph = GraphLoader.Load(Path.Combine(Repository.Root, "config/sinks.yaml"), BuiltInStages.Catalog());
        Assert.Empty(graph.Warnings);
        Assert.Equal(["csv", "csv", "s3", "webhook"], graph.Stages.Select(static stage => stage.Factory.Use).Where(static use => use is "csv" or "s3" or "webhook").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_FaultyOptions_AreNamedWithTheirPlace()
    {
        const string Graph = """
            version: 1
            sources: [{ id: cam, uri: "rtsp://host/1" }]
            stages:
              - { id: up, use: s3, from: cam, bucket: shots, key: "{engine}/{sorce}/{id}" }
              - { id: tell, use: webhook, from: cam, url: "hooks.example/secret-part", template: slak }
              - { id: lines, use: csv, from: cam, to: "o-{day}.csv" }
            """;
        var fault = Assert.Throws<ConfigException>(() => GraphLoader.Parse(Graph, "graph.yaml", "/", BuiltInStages.Catalog()));
        foreach (var words in new[] { "graph.yaml:4:", "'{sorce}'", "graph.yaml:5:", "nearest is 'slack'", "graph.yaml:6:", "'{day}'" }) Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-part", fault.Message, StringComparison.Ordinal);
    }
}
