using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Host;
using Sluice.Host.Bench.Capacity;

namespace Sluice.EndToEnd.Tests.Bench;

public sealed class BoxPlanTests : IDisposable
{
    // 0.1 CPU seconds a camera and second: with 0.9 of each of four cores, 36 of them.
    private const string Result = """
        {
          "cameras": 30, "cameras_with_reserve": 24, "limited_by": "inference: detect", "version": 1, "is_most_tried": false, "is_disturbed": false, "reserve": 0.2,
          "fps": 25, "window_seconds": 120, "cores": 4, "graph": { "file": "gate.yaml", "revision": "abc" },
          "clips": [{ "width": 1000, "height": 1000 }], "machine": { "processor": "Xeon" },
          "cost": {
            "model": { "per_camera": 0, "per_frame": 0.003, "per_megapixel": 0.001, "usable_cores": 0.9, "inference_share": 0.5 },
            "points": [
              { "fps": 25, "megapixels": 1, "cost": 0.1, "is_held_out": false },
              { "fps": 12.5, "megapixels": 1, "cost": 0.05, "is_held_out": true },
              { "fps": 25, "megapixels": 0.25, "cost": 0.08, "is_held_out": true }
            ],
            "searched": []
          }
        }
        """;

    private static readonly PlannedCameras Thousand = new(1000, null, null, null, 1, null);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-plan-test");

    public void Dispose() => _folder.Delete(true);

    [Theory, InlineData(null, 24, 42), InlineData(0.0, 30, 34), InlineData(0.5, 15, 67)]
    public void Of_CamerasAsMeasured_TakesTheNumberThatWasFound(double? reserve, int left, int boxes)
    {
        var plan = Of(Result, Thousand with { Reserve = reserve });
        Assert.Equal((30, left, boxes, true, null), (plan.Cameras, plan.CamerasWithReserve, plan.Boxes, plan.IsMeasured, plan.OffBy));
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void Of_OtherRate_TakesTheModelAndSaysWhatItIsOffBy()
    {
        var plan = Of(Result, Thousand with { Fps = 12.5 });
        Assert.Equal((72, false, 0.0), (plan.Cameras, plan.IsMeasured, plan.OffBy));
        Assert.Equal(0.0156, Of(Result, Thousand with { Megapixels = 0.5 }).OffBy);
        Assert.Null(Of(Result, Thousand with { ModelCost = 1.5 }).OffBy);
    }

    [Fact]
    public void Of_FarFromWhatWasMeasured_SaysSo()
        => Assert.Equal(["64 cores are far from the 4 measured", "100 fps are far from the 25 measured"], Of(Result, Thousand with { Cores = 64, Fps = 100 }).Notes);

    [Fact]
    public void Of_DisturbedAndShort_SaysSo()
        => Assert.Equal(2, Of(With(("is_disturbed", true), ("window_seconds", 10)), Thousand).Notes.Count);

    [Fact]
    public void Of_NoCameraHeld_IsNoNumberOfBoxes() => Assert.Null(Of(With(("cameras", 0)), Thousand).Boxes);

    [Fact]
    public void Of_AnotherGraph_IsRefused() => Refuses("another graph", Result, Thousand, "other");

    [Fact]
    public void Of_NewerForm_IsRefused() => Refuses("has form 2, and this program knows up to 1", With(("version", 2)), Thousand);

    [Fact]
    public void Of_OlderResultWithoutWhatIsNeeded_NamesIt() => Refuses("There is no 'cores'.", With(("cores", null)), Thousand);

    [Fact]
    public void Of_OlderResultWithEverythingButItsForm_IsRead() => Assert.Equal(30, Of(With(("version", null)), Thousand).Cameras);

    [Fact]
    public void Of_NoCostModel_IsRefusedForOtherCamerasOnly()
    {
        Refuses("no cost model", With(("cost", null)), Thousand with { Cores = 8 });
        Assert.Equal(30, Of(With(("cost", null)), Thousand).Cameras);
    }

    [Theory, InlineData("[]"), InlineData("{}"), InlineData("no json")]
    public void Of_FileThatIsNone_IsRefused(string text) => Refuses("no capacity.json of bench capacity", text, Thousand);

    [Fact]
    public void Of_FileThatIsMissing_IsRefused()
        => Assert.Contains("/none.json", Assert.Throws<UsageException>(() => BoxPlan.Of("/none.json", Thousand, null)).Message, StringComparison.Ordinal);

    private void Refuses(string why, string json, PlannedCameras asked, string? revision = null)
        => Assert.Contains(why, Assert.Throws<UsageException>(() => Of(json, asked, revision)).Message, StringComparison.Ordinal);

    private BoxPlan Of(string json, PlannedCameras asked, string? revision = null)
    {
        var path = Path.Combine(_folder.FullName, "capacity.json");
        File.WriteAllText(path, json);
        return BoxPlan.Of(path, asked, revision);
    }

    private static string With(params (string Key, object? Value)[] changes)
    {
        var json = JsonNode.Parse(Result)!.AsObject();
        foreach (var (key, value) in changes)
        {
            json.Remove(key);
            if (value != null) json.Add(key, JsonSerializer.SerializeToNode(value));
        }

        return json.ToJsonString();
    }
}
