using System.Text.Json;
using Sluice.Core.Evaluation;
using Sluice.Tests.Inference;

namespace Sluice.Tests.Evaluation;

/// <summary>The score of real models on annotated pictures against that of another program.</summary>
public sealed class MapTests
{
    [DataTheory]
    [InlineData("yolox_nano_416", 0.005)]
    [InlineData("yolov8n_640_int8_AGPL", 0.005)]
    [InlineData("nanodet_m_416", 0.02)]
    [InlineData("fastestdet_352", 0.02)]
    public void Images_OfCocoVal_GiveTheReferenceMap(string name, double tolerance)
    {
        var images = Path.Combine(Repository.Data, "images/coco-val64");
        using var model = TestCards.Load(TestCards.Of(name));

        var result = ModelEvaluation.Images(model, Path.Combine(images, "annotations.json"), images);

        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Data, "reference/coco-val64-map.json")));
        var reference = document.RootElement.GetProperty("results").GetProperty($"{name}.onnx");
        Assert.Equal(64, result.Images);
        Assert.Equal(reference.GetProperty("classes_with_gt").GetInt32(), result.PerClass.Count);
        Assert.InRange(result.Map50To95 - reference.GetProperty("mAP_50_95").GetDouble(), -tolerance, tolerance);
        Assert.InRange(result.Map50 - reference.GetProperty("mAP_50").GetDouble(), -tolerance, tolerance);
    }
}
