using Sluice.Core.Config;
using Sluice.Core.Stages;

namespace Sluice.Tests.Sinks.S3;

/// <summary>An s3 stage that nothing reaches that could be uploaded is a mistake that a check of the graph finds.</summary>
public sealed class UploadRuleTests
{
    [Theory]
    [InlineData("cam")]
    [InlineData("few")]
    [InlineData("[few, pick]")]
    public void Parse_NothingToUpload_NamesTheLink(string from)
    {
        var fault = Assert.Throws<ConfigException>(() => Parse(from));
        Assert.Contains("stage 'up', from: nothing comes from there that could be uploaded", Assert.Single(fault.Errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pick")]
    [InlineData("shots")]
    [InlineData("[shots, cuts]")]
    [InlineData("[few, cuts]")]
    [InlineData("behind")]
    public void Parse_SomethingToUpload_IsFine(string from) => Assert.Equal("up", Parse(from).Stages[^1].Id);

    private static GraphConfig Parse(string from) => GraphLoader.Parse(
        $$"""
        version: 1
        sources: [{ id: cam, uri: "rtsp://camera/1" }]
        stages:
          - { id: few, use: sample, from: cam, fps: 1 }
          - { id: pick, use: keyframes, from: cam }
          - { id: behind, use: sample, from: pick, fps: 1 }
          - { id: shots, use: images, from: few, to: shots }
          - { id: cuts, use: clip, from: pick, to: cuts, "on": [keyframes] }
          - { id: up, use: s3, from: {{from}}, bucket: box, endpoint: "http://127.0.0.1:1", access_key: k, secret_key: s }
        """,
        "graph.yaml", "/", BuiltInStages.Catalog());
}
