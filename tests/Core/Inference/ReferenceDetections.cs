using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;

namespace Sluice.Tests.Inference;

/// <summary>Runs the models over the frames that have reference boxes, each clip decoded once for all of them.</summary>
public sealed class ReferenceDetections
{
    private static readonly string[] Models = ["yolox_nano_416", "yolov8n_640_int8_AGPL", "nanodet_m_416", "fastestdet_352", "ultraface_rfb_320"];
    private readonly Lazy<Dictionary<string, List<Comparison>>> _all = new(Compare);

    /// <summary>What became of a reference box.</summary>
    /// <param name="Clip">Its clip.</param>
    /// <param name="Frame">Its frame.</param>
    /// <param name="Label">Its class.</param>
    /// <param name="Score">Its score.</param>
    /// <param name="IoU">Overlap with the nearest box of the same class; 0 when there is none.</param>
    /// <param name="Found">That box's score.</param>
    public readonly record struct Comparison(string Clip, int Frame, string Label, float Score, float IoU, float Found)
    {
        public bool IsMet(double overlap, double difference) => IoU >= overlap && Math.Abs(Found - Score) <= difference;
    }

    public IReadOnlyList<Comparison> Of(string model) => _all.Value[model];

    private static Dictionary<string, List<Comparison>> Compare()
    {
        var compared = Models.ToDictionary(name => name, _ => new List<Comparison>());
        var models = Models.Select(name => TestCards.Load(TestCards.Of(name))).ToArray();
        // A little below the card's score, so that a box of the reference is found though its score differs by what it may.
        var runs = models.Select(model => new DetectionRun(model, 1, DetectionLimits.Of(model) with { Score = (float)model.Card.Score - 0.1f })).ToArray();
        var references = Models.Select(name => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Data, "reference/detections", $"{name}.json")))
            .RootElement.GetProperty("clips")).ToArray();
        foreach (var clip in references[0].EnumerateObject())
        {
            int[] wanted = [.. references.SelectMany(reference => reference.TryGetProperty(clip.Name, out var frames) ? frames.EnumerateArray() : default)
                .Select(frame => frame.GetProperty("frame").GetInt32()).Distinct().Order()];
            foreach (var frame in ClipFrames.Read(Repository.Video(clip.Name), wanted))
            {
                using (frame)
                {
                    for (var i = 0; i < models.Length; i++)
                    {
                        // UltraFace has references for the clips that show faces, and for frames of its own.
                        var reference = references[i].TryGetProperty(clip.Name, out var frames)
                            ? frames.EnumerateArray().FirstOrDefault(r => r.GetProperty("frame").GetInt64() == frame.Info.Index) : default;
                        if (reference.ValueKind == JsonValueKind.Undefined) continue;
                        var results = new ImmutableArray<Detection>[1];
                        runs[i].Detect([frame], results, CancellationToken.None);
                        Assert.Equal(reference.GetProperty("width").GetInt32(), frame.DisplayWidth);
                        compared[Models[i]].AddRange(Compare(clip.Name, (int)frame.Info.Index, reference, results[0]));
                    }
                }
            }
        }

        foreach (var run in runs) run.Dispose();
        foreach (var model in models) model.Dispose();
        return compared;
    }

    private static IEnumerable<Comparison> Compare(string clip, int frame, JsonElement reference, ImmutableArray<Detection> found)
    {
        foreach (var expected in reference.GetProperty("detections").EnumerateArray())
        {
            var score = expected.GetProperty("score").GetSingle();
            var edges = expected.GetProperty("box").EnumerateArray().Select(edge => edge.GetSingle()).ToArray();
            var box = new BoundingBox(edges[0], edges[1], edges[2], edges[3]);
            var best = found.Where(detection => detection.ClassId == expected.GetProperty("class_id").GetInt32())
                .OrderByDescending(detection => detection.Box.IoU(box)).FirstOrDefault();
            yield return new(clip, frame, expected.GetProperty("label").GetString()!, score, best.Box.IoU(box), best.Score);
        }
    }
}
