using System.Text.Json;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

public sealed class ReferenceTests
{
    [Fact]
    public async Task Schema_Markdown_IsWhatTheDocumentationHolds()
    {
        var (exit, output, error) = await SluiceProgram.RunAsync(["schema", "--markdown"]);
        Assert.True(exit == 0, error);
        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "configuration.md"));
        Assert.True(output == committed, "docs/configuration.md is stale: ./sluice schema --markdown > docs/configuration.md");
    }

    [Fact]
    public async Task Schema_Json_KnowsEveryStageAndThePlugin()
    {
        var (exit, output, error) = await SluiceProgram.RunAsync(["schema"]);
        Assert.True(exit == 0, error);
        using var schema = JsonDocument.Parse(output);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        foreach (var use in new[] { "sample", "detect", "track", "keyframes", "render", "video", "mosaic", "images", "clip", "jsonl", "csv", "clickhouse", "nats", "s3", "webhook", "scene_change" })
            Assert.Contains($"\"{use}\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_DemoGraph_ShowsStagesEdgesAndBounds()
    {
        var (exit, output, error) = await SluiceProgram.RunAsync(["plan", "config/demo.yaml"]);
        Assert.True(exit == 0, error);
        foreach (var word in new[] { "overpass", "detect", "wait", "64MiB" }) Assert.Contains(word, output, StringComparison.Ordinal);
    }
}
