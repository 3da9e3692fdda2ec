using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Evaluation;

namespace Sluice.Tests.Evaluation;

public sealed class DetectionEvaluatorTests
{
    [Fact]
    public void Result_HitMissHit_IsTheAreaUnderTheEnvelope()
    {
        var evaluator = new DetectionEvaluator();
        evaluator.Add([Truth(0), Truth(100)], [Found(0, 0.9f), Found(300, 0.8f), Found(100, 0.7f)]);

        var result = evaluator.Result(["car"]);

        // Precision is 1 up to recall 0.5 (51 of 101 points), 2/3 from there on, at every overlap.
        Assert.Equal(((51 * 1) + (50 * 2 / 3.0)) / 101, result.Map50, 9);
        Assert.Equal(result.Map50, result.Map50To95, 9);
        Assert.Equal(2, result.PerClass["car"].Truth);
    }

    [Fact]
    public void Result_BoxOffByAQuarter_CountsUpToItsOverlap()
    {
        var evaluator = new DetectionEvaluator();
        evaluator.Add([new(0, new(0, 0, 100, 100), false)], [new(0, "car", 0.9f, new(0, 0, 100, 77))]);

        var result = evaluator.Result(["car"]);

        Assert.Equal(1, result.Map50, 9);
        Assert.Equal(0.6, result.Map50To95, 9); // 0.50 to 0.75 of ten overlaps
    }

    [Fact]
    public void Result_DetectionsOfAnIgnoredObject_CountNeitherWay()
    {
        var evaluator = new DetectionEvaluator();
        evaluator.Add([Truth(0), Truth(100) with { Ignore = true }], [Found(100, 0.95f), Found(101, 0.94f), Found(0, 0.9f)]);

        var result = evaluator.Result(["car"]);

        Assert.Equal((1.0, 1), (result.Map50To95, result.PerClass["car"].Truth));
    }

    [Fact]
    public void Result_TwoOnOneObject_CountsOne()
    {
        var evaluator = new DetectionEvaluator();
        evaluator.Add([Truth(0), Truth(100)], [Found(0, 0.9f), Found(1, 0.8f)]);

        Assert.Equal(51 / 101.0, evaluator.Result(["car"]).Map50, 9);
    }

    [Fact]
    public void Result_ClassWithoutTruth_IsNotAveraged()
    {
        var evaluator = new DetectionEvaluator();
        evaluator.Add([Truth(0)], [Found(0, 0.9f), new(1, "bus", 0.9f, new(0, 0, 9, 9))]);

        var result = evaluator.Result(["car", "bus"]);

        Assert.Equal(1, result.Map50);
        Assert.Equal(["car"], result.PerClass.Keys);
    }

    [Fact]
    public void ToJson_AnyResult_HasTheDocumentedKeys()
    {
        var evaluator = new DetectionEvaluator();
        evaluator.Add([Truth(0)], [Found(0, 0.9f)]);

        using var json = JsonDocument.Parse(evaluator.Result(["car"]).ToJson());

        Assert.Equal(["map_50_95", "map_50", "per_class", "images"], json.RootElement.EnumerateObject().Select(key => key.Name));
        Assert.Equal("""{"ap_50_95":1,"ap_50":1,"truth":1}""", json.RootElement.GetProperty("per_class").GetProperty("car").GetRawText());
    }

    private static TruthBox Truth(float x) => new(0, new(x, 0, x + 50, 50), false);

    private static Detection Found(float x, float score) => new(0, "car", score, new(x, 0, x + 50, 50));
}
