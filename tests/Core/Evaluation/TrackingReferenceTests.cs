using System.Text.Json;
using Sluice.Core.Evaluation;
using Sluice.Core.Stages.Tracking;
using Sluice.Tests.Inference;

namespace Sluice.Tests.Evaluation;

/// <summary>The tracker with its default options on real clips, against the figures of a plain one.</summary>
public sealed class TrackingReferenceTests
{
    [DataTheory]
    [InlineData("tud-stadtmitte.mp4", "tud-stadtmitte.gt.txt", 0, 0)]
    [InlineData("pets09-s2l1-mjpeg.avi", "pets09-s2l1.gt.txt", 768, 576)]
    [InlineData("pets09-s2l1-360p.mp4", "pets09-s2l1.gt.txt", 768, 576)]
    public void Video_DefaultTracker_IsNoWorseThanTheReference(string clip, string truth, int width, int height)
    {
        using var model = TestCards.Load(TestCards.YoloxNano);
        var options = new EvaluationOptions { Tracker = new TrackOptions(), TruthSize = width == 0 ? null : (width, height) };

        var result = ModelEvaluation.Video(model, Path.Combine(Repository.Data, "reference/tracking", truth), Repository.Video(clip), options).Tracking!;

        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Data, "reference/tracking/baseline.json")));
        var reference = document.RootElement.GetProperty("results").GetProperty(clip).GetProperty("yolox_nano_416.onnx");
        var baseline = reference.GetProperty("baseline_tracker");
        Assert.Equal(reference.GetProperty("frames").GetInt32(), result.Frames);
        Assert.Equal(baseline.GetProperty("gt_boxes").GetInt32(), result.Boxes);
        Assert.True(result.Mota >= baseline.GetProperty("MOTA").GetDouble(), $"MOTA {result.Mota}");
        Assert.True(result.Idf1 >= baseline.GetProperty("IDF1").GetDouble(), $"IDF1 {result.Idf1}");
        Assert.True(result.IdSwitches <= baseline.GetProperty("id_switches").GetInt32(), $"{result.IdSwitches} switches");
    }
}
