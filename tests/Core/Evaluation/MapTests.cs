using System.Text.Json;
using Sluice.Core.Evaluation;
using Sluice.Tests.Inference;

namespace Sluice.Tests.Evaluation;

/// <summary>The score of real models on annotated pictures against that of another program.</summary>
public sealed class MapTests
{
    [DataTheory]
    [InlineData("yolox_nano_416")]
    [InlineData("yolov8n_640_int8_AGPL")]
    public void Images_OfCocoVal_GiveTheReferenceMap(string name)
    {
        var images = Path.Combine(Repository.Data, "images/coco-val64");
        using var model = TestCards.Load(TestCards.Of(name));

        var result = ModelEvaluation.Images(model, Path.Combine(images, "annotations.json"), images);

        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Data, "reference/coco-val64-map.json")));
        var reference = document.RootElement.GetProperty("results").GetProperty($"{name}.onnx");
        Assert.Equal(64, result.Images);
        Assert.Equal(reference.GetProperty("classes_with_gt").GetInt32(), result.PerClass.Count);
        Assert.InRange(result.Map50To95 - reference.GetProperty("mAP_50_95").GetDouble(), -0.005, 0.005);
        Assert.InRange(result.Map50 - reference.GetProperty("mAP_50").GetDouble(), -0.005, 0.005);
    }
}
