using Sluice.Core.Scene;
using Sluice.EndToEnd.Tests.Program;
using Sluice.Tests.Telemetry.Otlp;

namespace Sluice.EndToEnd.Tests.Observability;

public sealed class OtlpRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-otlp");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public async Task Run_WithACollector_SendsItsLastFiguresAndTheSampledTraces()
    {
        await using var collector = await OtlpCollector.StartAsync();
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(1) }, Path.Combine(_folder.FullName, "clip.mp4"));
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, $$"""
            version: 1
            engine: { name: told, telemetry: { otlp: "{{collector.Url}}", interval: 1h, traces: { ratio: 1 } } }
            sources: [{ id: clip, uri: clip.mp4 }]
            stages: [{ id: lines, use: jsonl, from: clip, to: out.jsonl }]
            """);

        var (exit, _, error) = await SluiceProgram.RunAsync(["run", graph]);

        Assert.True(exit == 0, error);
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "out.jsonl"));
        var points = collector.Metrics.Last(static points => points.Any(static p => p.Metric == "sluice_frames_total"));
        Assert.Equal(lines.Length, Assert.Single(points, static p => p.Metric == "sluice_frames_total" && p.Labels == "outcome=published,source=clip").Value);
        Assert.Equal(lines.Length, Assert.Single(points, static p => p.Metric == "sluice_e2e_latency_seconds").Value);
        Assert.Contains("service.instance.id=told", collector.Resource, StringComparison.Ordinal);
        Assert.Equal(lines.Length, collector.Spans.Count(static s => s.Name == "frame"));

        // A line leads to its trace: both have the frame's id.
        var id = System.Text.Json.JsonDocument.Parse(lines[3]).RootElement.GetProperty("id").GetGuid().ToString("N");
        Assert.Equal(["decode", "frame", "sink lines", "wait lines"], collector.Spans.Where(s => s.Trace == id).Select(static s => s.Name).Order());
    }
}
