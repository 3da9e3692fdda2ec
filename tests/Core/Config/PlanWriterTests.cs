using Sluice.Core.Config;
using Sluice.Core.Stages;

namespace Sluice.Tests.Config;

public sealed class PlanWriterTests
{
    [Fact]
    public void Plan_OfAGraph_SaysOrderBoundsAndContents()
    {
        var graph = GraphText.Load("""
            version: 1
            engine: { name: box, memory: 256MiB }
            sources:
              - { id: gate, uri: "rtsp://u:secret@h/1" }
              - { id: lobby, uri: clips/lobby.mp4, loop: 2 }
            models:
              - { id: m, path: m.onnx, card: { family: yolox } }
            stages:
              - { id: out, use: jsonl, from: [detect, { stage: lobby, capacity: 2, bytes: 1MiB }], to: a.jsonl }
              - { id: detect, use: detect, from: gate, model: m }
            """);

        Assert.Equal("""
            engine box: pictures in flight <= 256MiB, stops within 10s

            sources
              gate   rtsp    live  rtsp://u:***@h/1
              lobby  file    fast, 2 passes  clips/lobby.mp4

            models
              m  yolox  m.onnx

            stages
              detect (use detect): gate; gives pictures and detections
                <- gate: drop_oldest (live sources), 4 frames a source, 64MiB
              out (use jsonl): all sources; gives pictures
                <- detect: drop_oldest (live sources), 4 frames a source, 64MiB
                <- lobby: wait (recorded sources), 2 frames a source, 1MiB

            edges: 3, together <= 10 frames and 129MiB; frames are shared between edges, so memory stays below the engine's bound

            """, PlanWriter.Write(graph));
    }

    [Fact]
    public void Plan_OfChoicesMadeBeforeDecoding_SaysThemOfEachSource()
    {
        var graph = GraphLoader.Parse("""
            version: 1
            sources:
              - { id: gate, uri: "rtsp://h/1", gate: { floor: 5s } }
              - { id: lobby, uri: "rtsp://h/2", exact: false }
              - { id: yard, uri: "rtsp://h/3", gate: activity }
              - { id: dock, uri: "rtsp://h/4" }
            stages:
              - { id: few, use: sample, from: [gate, lobby], fps: 5 }
              - { id: fewer, use: sample, from: dock, every: 10 }
              - { id: some, use: sample, from: dock, every: 2 }
              - { id: out, use: jsonl, from: [few, fewer, some, yard], to: a.jsonl }
            """, "graph.yaml", "/", BuiltInStages.Catalog(), new LoadOptions());

        Assert.Contains("""
            sources
              gate   rtsp    live  rtsp://h/1
                gate: activity, while nothing happens an intra frame every 5s
                decodes only what 'few' takes (fps 5), to the frame
              lobby  rtsp    live  rtsp://h/2
                decodes only what 'few' takes (fps 5), or frames near it that cost less, intra frames first (exact: false)
                leaves the loop filter out of frames that no other refers to (exact: false)
              yard   rtsp    live  rtsp://h/3
                gate: activity, while nothing happens an intra frame every 10s
              dock   rtsp    live  rtsp://h/4
                decodes only what 'fewer' takes (every 10) and what 'some' takes (every 2), to the frame

            stages
            """, PlanWriter.Write(graph), StringComparison.Ordinal);
    }
}
