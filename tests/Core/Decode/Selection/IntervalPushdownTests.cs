using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;
using Sluice.Tests;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class IntervalPushdownTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-interval-");

    public void Dispose() => _folder.Delete(recursive: true);

    [DataTheory]
    [InlineData("dog-hevc-main10.mkv", 4)]
    [InlineData("phone-vfr-dog.mp4", 5)]
    public async Task RunAsync_FramesThatTheModelSkips_GiveTheSameResultsUndecoded(string clip, int interval)
    {
        var whole = await RunAsync(clip, interval, "{ id: draw, use: render, from: track },");
        var thrifty = await RunAsync(clip, interval, "");
        Assert.Equal(whole.Lines, thrifty.Lines);
        Assert.Contains(whole.Lines, static line => line.Contains("\"predicted\":true", StringComparison.Ordinal));
        Assert.Null(whole.Source.Stream!.Decoding);
        Assert.Equal("detect", Assert.Single(thrifty.Source.Stream!.Decoding!.ChosenFor));
        Assert.Equal(thrifty.Source.Arrived - ((thrifty.Source.Arrived + interval) / (interval + 1)), thrifty.Source.Stream.Decoding.WithoutPicture);
        Assert.Equal(thrifty.Source.Arrived, thrifty.Source.Outcomes[Outcome.Published]);
    }

    private async Task<(string[] Lines, SourceSnapshot Source)> RunAsync(string clip, int interval, string reader)
    {
        var folder = _folder.FullName;
        var graph = GraphLoader.Parse($$"""
            version: 1
            sources: [ { id: cam, uri: "{{Repository.Video(clip)}}" } ]
            models: [ { id: m, path: "{{Repository.Model("yolox_nano_416.onnx")}}", card: { family: yolox, labels: "{{Repository.Model("coco80.names")}}", color: bgr, scale: 1, letterbox: top_left } } ]
            stages:
              [ { id: detect, use: detect, from: cam, model: m, interval: {{interval}} },
                { id: track, use: track, from: detect, high: 0.3 }, {{reader}}
                { id: out, use: jsonl, from: track, to: out.jsonl } ]
            """, Path.Combine(folder, "graph.yaml"), folder, BuiltInStages.Catalog(), new LoadOptions());
        using var models = new ModelRegistry(graph.Models, folder);
        await using var engine = new Engine(graph, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new Models(models),
            Sources = new SourceFactory(new SceneCache(folder)).Create,
        });
        await engine.RunAsync(CancellationToken.None);
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "out.jsonl"));
        return ([.. lines.Select(Comparable)], engine.Snapshot().Sources[0]);
    }

    // Ids and times of arrival are each run's own.
    private static string Comparable(string line)
    {
        var frame = JsonNode.Parse(line)!.AsObject();
        Assert.True(frame.Remove("id"));
        Assert.True(frame.Remove("captured_at"));
        return frame.ToJsonString();
    }

    private sealed class Models(ModelRegistry registry) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ModelRegistry) ? registry : null;
    }
}
