using System.Text.Json.Nodes;
using Sluice.Core.Config;

namespace Sluice.Tests.Config;

public sealed class SchemaWriterTests
{
    private static readonly SchemaCheck Schema = new((JsonObject)JsonNode.Parse(SchemaWriter.Write(TestStages.Catalog))!);

    [Fact]
    public void Schema_ForAGraphOfEverything_Accepts() => Assert.True(Schema.Accepts("""
        version: 1
        x-anything: { of: mine }
        engine: { name: box, memory: 1.5GiB, drain: 10s, decoders: 2, plugins: [a, b], metrics: "127.0.0.1:9464" }
        sources:
          - { id: gate, uri: "rtsp://${A}@h/1", transport: udp, timeout: 5s }
          - { id: door, uri: a.mp4, pace: realtime, loop: true }
          - { id: yard, uri: b.mp4, loop: 3 }
        models:
          - { id: m, path: models/m }
          - { id: n, path: n.onnx, card: { family: yolox, labels: [a, b], scale: 1/255, mean: [0.5, 1/2], score: 25%, metrics: { map: 0.5 } } }
        stages:
          - { id: sample, use: sample, from: "*", fps: 5 }
          - { id: detect, use: detect, from: sample, model: m, score: 0.4, batch: { size: 8, max_delay: 20ms }, classes: [car] }
          - { id: pick, use: keyframes, from: { stage: detect, policy: latest }, budget: 60/h }
          - { id: few, use: keyframes, from: [detect, { stage: pick, capacity: 3, bytes: 64MiB }], budget: 24 }
          - { id: out, use: video, from: few, to: out.mp4, preset: fast }
        """));

    [Theory]
    [InlineData("fps: 5", true)]
    [InlineData("fsp: 5", false)]
    [InlineData("fps: fast", false)]
    [InlineData("fps: 5, every: 0", false)]
    [InlineData("every: 1.5", false)]
    public void Schema_OptionsOfAKind_AreChecked(string options, bool accepted)
        => Assert.Equal(accepted, Schema.Accepts(Graph($"use: sample, from: gate, {options}")));

    [Theory]
    [InlineData("use: nothing, from: gate")]
    [InlineData("use: jsonl, to: a.jsonl")]
    [InlineData("use: jsonl, from: gate")]
    [InlineData("use: jsonl, from: gate, to: out.txt")]
    [InlineData("use: video, from: gate, to: a.mp4, preset: fastest")]
    [InlineData("use: video, from: { stage: gate, policy: drop }, to: a.mp4")]
    [InlineData("use: everything, from: gate, delay: 5")]
    [InlineData("use: everything, from: gate, size: 64 megs")]
    [InlineData("use: everything, from: gate, batch: { siz: 1 }")]
    [InlineData("use: everything, from: gate, hidden: x")]
    public void Schema_FaultyStage_IsRefused(string stage) => Assert.False(Schema.Accepts(Graph(stage)));

    [Theory]
    [InlineData("version: 2")]
    [InlineData("version: 1")]
    [InlineData("version: 1\nsorces: []")]
    public void Schema_FaultyRoot_IsRefused(string text) => Assert.False(Schema.Accepts(text));

    [Fact]
    public void Schema_Words_AreDescribedForCompletion()
    {
        var stages = Text("properties", "stages", "items", "properties", "use", "oneOf");
        var size = Text("$defs", "batch_options", "properties", "size", "description");

        Assert.Contains("Test stage detect.", stages, StringComparison.Ordinal);
        Assert.Equal("Most frames in a batch. Default: 1.", size);
    }

    private static string Graph(string stage)
        => $"version: 1\nsources: [{{ id: gate, uri: a.mp4 }}]\nstages:\n  - {{ id: a, {stage} }}\n";

    private static string Text(params string[] path)
    {
        JsonNode node = JsonNode.Parse(SchemaWriter.Write(TestStages.Catalog))!;
        foreach (var key in path) node = node[key]!;
        return node is JsonValue value ? (string)value! : node.ToJsonString();
    }
}
