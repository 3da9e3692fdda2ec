using System.Text;
using Sluice.Abstractions;
using Sluice.Core.Config;

namespace Sluice.Tests.Config;

public sealed class GraphLoaderTests
{
    private const string Designed = """
        version: 1
        engine: { name: box-01, memory: 2GiB }
        sources:
          - { id: gate,  uri: "rtsp://viewer:${GATE_PASSWORD}@camera.example/stream1" }
          - { id: lobby, uri: clip.mp4, pace: realtime, loop: true }
        models:
          - { id: vehicles, path: models/good }
        stages:
          - { id: sample, use: sample,    from: "*",    fps: 5 }
          - { id: detect, use: detect,    from: sample, model: vehicles, batch: { size: 8, max_delay: 20ms, max_per_source: 2 } }
          - { id: track,  use: track,     from: detect, tracker: bytetrack }
          - { id: pick,   use: keyframes, from: track,  budget: 60/h }
          - { id: draw,   use: render,    from: track }
          - { id: live,   use: video,     from: { stage: draw, policy: latest }, to: out/gate.mp4 }
          - { id: store,  use: jsonl,     from: [track, { stage: pick, capacity: 3, bytes: 1MiB }], to: a.jsonl }
        """;

    private static readonly Dictionary<string, string> Password = new() { ["GATE_PASSWORD"] = "hunter22" };

    [Fact]
    public void Load_DesignedGraph_GivesEveryPart()
    {
        var graph = GraphText.Load(Designed, Password);

        Assert.Equal(new("box-01", new ByteSize(2L << 30)), (graph.Engine.Name, graph.Engine.Memory));
        Assert.Equal(["gate", "lobby"], graph.Sources.Select(s => s.Id));
        Assert.Equal(["sample", "detect", "track", "pick", "draw", "live", "store"], graph.Stages.Select(s => s.Id));
        Assert.Equal(64, graph.Revision.Length);
        Assert.Empty(graph.Warnings);
    }

    [Fact]
    public void Load_NestedOptions_KeepTheirOwnDefaults()
    {
        var graph = GraphText.Load(Designed.Replace("batch: { size: 8, ", "batch: { ", StringComparison.Ordinal), Password);

        var batch = ((TestStages.DetectOptions)graph.Stages[1].Options).Batch;
        Assert.Equal(new() { Size = 8, MaxDelay = TimeSpan.FromMilliseconds(20), MaxPerSource = 2 }, batch);
    }

    [Fact]
    public void Load_FromInEveryForm_GivesLinks()
    {
        var graph = GraphText.Load(Designed, Password);

        Assert.Equal("*", Assert.Single(graph.Stages[0].From).Stage);
        Assert.Equal(OverflowPolicy.Latest, Assert.Single(graph.Stages[5].From).Policy);
        var (first, second) = (graph.Stages[6].From[0], graph.Stages[6].From[1]);
        Assert.Equal(("track", null, null), (first.Stage, first.Capacity, first.Bytes));
        Assert.Equal(("pick", 3, new ByteSize(1 << 20)), (second.Stage, second.Capacity, second.Bytes));
    }

    [Fact]
    public void Load_Sources_AreClassifiedAndShownWithoutPassword()
    {
        var graph = GraphText.Load(Designed, Password);

        var gate = graph.Sources[0];
        Assert.Equal((SourceKind.Rtsp, true), (gate.Kind, gate.IsLive));
        Assert.Equal("rtsp://viewer:hunter22@camera.example/stream1", gate.Uri);
        Assert.Equal("rtsp://viewer:***@camera.example/stream1", gate.ShownUri);
        Assert.DoesNotContain("hunter22", gate.ToString(), StringComparison.Ordinal);
        Assert.Equal((SourceKind.File, true), (graph.Sources[1].Kind, graph.Sources[1].IsLive));
        Assert.Equal(Path.Combine(GraphText.Folder, "clip.mp4"), graph.Sources[1].Location);
    }

    [Fact]
    public void Load_ModelFolder_ReadsCardAndLabels()
    {
        var model = Load(Designed).Models[0];

        Assert.Equal(Path.Combine(GraphText.Folder, "models", "good", "model.onnx"), model.ModelPath);
        Assert.Equal(Path.Combine(GraphText.Folder, "models", "good"), model.CardDirectory);
        Assert.Equal(1.0 / 255, model.Card!.Scale);
        Assert.Equal(["car", "truck", "bus"], model.Card.Labels!.Items.ToArray());
        Assert.Equal(0.9, model.Card.Metrics["map_50"]);
    }

    [Fact]
    public void Load_ModelFileWithoutCard_LeavesItOpen()
    {
        var model = Load(Designed.Replace("models/good", "models/flat.onnx", StringComparison.Ordinal)).Models[0];

        Assert.Equal(Path.Combine(GraphText.Folder, "models", "flat.onnx"), model.ModelPath);
        Assert.Null(model.Card);
    }

    [Fact]
    public void Load_InlineCard_ReadsLabelsBesideTheGraph()
    {
        var text = Designed.Replace(
            "path: models/good", "path: models/flat.onnx, card: { family: yolov8, labels: models/good/names.txt }", StringComparison.Ordinal);

        var model = Load(text).Models[0];

        Assert.Equal(["car", "truck", "bus"], model.Card!.Labels!.Items.ToArray());
        Assert.Equal(GraphText.Folder, model.CardDirectory);
    }

    [Fact]
    public void Load_UnusedSourceAndModel_Warns()
    {
        var graph = GraphText.Load("""
            version: 1
            sources:
              - { id: gate, uri: clip.mp4 }
              - { id: door, uri: clip.mp4 }
            models:
              - { id: m, path: models/good }
            stages:
              - { id: all, use: jsonl, from: gate, to: a.jsonl }
            """);

        Assert.Equal(
            ["graph.yaml:4:5: warning: source 'door': no stage takes from it", "graph.yaml:6:5: warning: model 'm': no stage names it"],
            graph.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void Load_RecordedBesideLive_WarnsOfTheSharedEdge()
    {
        var graph = GraphText.Load(Designed.Replace("pace: realtime, ", "", StringComparison.Ordinal), Password);

        Assert.Contains(graph.Warnings, w => w.At.Line == 9 && w.Message.Contains("also frames of 'lobby'", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_PaceOfACamera_Warns()
    {
        var graph = GraphText.Load(GraphText.Short.Replace("uri: gate.mp4", "uri: rtsp://h/1, pace: fast", StringComparison.Ordinal));

        Assert.Contains("has no meaning for a live source", Assert.Single(graph.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnchorsAliasesAndMerge_GiveTheSameAsWrittenOut()
    {
        var graph = GraphText.Load("""
            version: 1
            x-camera: &camera { pace: realtime, timeout: 3s }
            sources:
              - { <<: *camera, id: gate, uri: a.mp4 }
              - { <<: *camera, id: door, uri: b.mp4, timeout: 1s }
            stages:
              - { id: all, use: everything, from: "*", delays: &delays [1s, 2s] }
              - { id: more, use: everything, from: "*", delays: *delays }
            """);

        Assert.Equal([Pace.Realtime, Pace.Realtime], graph.Sources.Select(s => s.Pace));
        Assert.Equal([3, 1], graph.Sources.Select(s => s.Timeout.TotalSeconds));
        Assert.Equal(2, ((TestStages.EverythingOptions)graph.Stages[1].Options).Delays.Length);
    }

    [Fact]
    public void Load_AliasesOfAliases_AreCountedAndRefused()
    {
        var text = new StringBuilder("version: 1\nx-0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        for (var i = 1; i < 9; i++) text.Append($"x-{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        Assert.Contains("more than 200000 values", Assert.Single(GraphText.ErrorsOf(text.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DeeplyNested_IsRefused()
    {
        var text = $"version: {new string('[', 500)}{new string(']', 500)}";

        Assert.Contains("nested deeper than 64", Assert.Single(GraphText.ErrorsOf(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingFile_NamesTheAbsolutePath()
    {
        var fault = Assert.Throws<ConfigException>(() => GraphLoader.Load("nowhere/graph.yaml", TestStages.Catalog));

        var expected = $"nowhere/graph.yaml: no such file; looked at {Path.GetFullPath("nowhere/graph.yaml")}";
        Assert.Equal(expected, Assert.Single(fault.Errors).ToString());
    }

    [Fact]
    public void PluginFolders_BeforeTheGraphIsSound_AreRead()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "engine: { plugins: [a, \"${B}\"] }\nnonsense: 1\n");
        try
        {
            var folders = GraphLoader.PluginFolders(path, new() { Environment = _ => "/b" });

            Assert.Equal([Path.Combine(Path.GetDirectoryName(path)!, "a"), "/b"], folders.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static GraphConfig Load(string text)
        => GraphLoader.Parse(text, "graph.yaml", GraphText.Folder, TestStages.Catalog, new() { Environment = _ => "hunter22" });
}
