using Sluice.Core.Config;

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
}
