using Sluice.Host.Bench.Capacity;

namespace Sluice.EndToEnd.Tests.Bench;

public sealed class CostModelTests
{
    private static readonly CostModel Truth = new(0.05, 0.001, 0.002, 0.9, 0.5);

    [Fact]
    public void Fit_ThreeKindsOfCamera_FindsThePartsAndTheFourth()
    {
        var model = CostModel.Fit([Point(30, 1), Point(15, 1), Point(30, 0.25)], 0.9, 0.5);
        Assert.Equal(Truth.PerCamera, model.PerCamera, 4);
        Assert.Equal(Truth.PerMegapixel, model.PerMegapixel, 4);
        Assert.Equal(Truth.Cost(10, 2), model.Cost(10, 2), 4);
    }

    [Fact]
    public void Fit_OneKind_PutsAllOnTheFrame()
    {
        var model = CostModel.Fit([Point(30, 1)], 0.9, 0);
        Assert.Equal((0.0, 0.0), (model.PerCamera, model.PerMegapixel));
        Assert.Equal(Truth.Cost(30, 1), model.Cost(30, 1), 6);
    }

    [Fact]
    public void Fit_NoisyPoints_HasNoPartBelowNothing()
    {
        var model = CostModel.Fit([Point(30, 1) with { Cost = 0.1 }, Point(15, 1) with { Cost = 0.04 }, Point(30, 0.25) with { Cost = 0.11 }], 0.9, 0);
        Assert.True(model is { PerCamera: >= 0, PerFrame: >= 0, PerMegapixel: >= 0 });
    }

    [Fact]
    public void Cameras_MoreCoresOrADearerModel_ScaleAsTheyShould()
    {
        // 0.05 + 30 x (0.001 + 0.002) = 0.14 CPU seconds a camera and second.
        Assert.Equal(12, Truth.Cameras(30, 1, 2));
        Assert.Equal(51, Truth.Cameras(30, 1, 8));
        Assert.Equal(8, Truth.Cameras(30, 1, 2, model: 2));
    }

    [Fact]
    public void Errors_EachKindOfChange_IsJudgedByItsOwnPoint()
    {
        CostPoint Off(double fps, double megapixels, double by) => Point(fps, megapixels) with { Cost = Truth.Cost(fps, megapixels) / (1 + by), IsHeldOut = true };
        var twice = Point(30, 1) with { Cost = Truth.Cost(30, 1, 2) / 0.9, IsHeldOut = true, DoublesModels = true };
        var findings = new CostFindings(Truth, [Point(30, 1), Off(20, 1, 0.01), Off(30, 0.5, -0.02), Off(15, 0.25, 0.03), twice], [new(30, 1, 1, 5, 4) { IsOtherCores = true }]);
        Assert.Equal([("cores", 0.25), ("fps", 0.01), ("fps and size", 0.03), ("model", 0.1), ("size", 0.02)], findings.Errors.Select(static e => (e.Key, Math.Round(e.Value, 4))));
        Assert.Equal(0.04, findings.HeldOutError!.Value, 4);
    }

    [Fact]
    public void CameraCost_AFewSecondsOfOtherWork_DoNotCount()
    {
        var cpu = 0.0;
        var ticks = Enumerable.Range(1, 8).Select(second => Tick(second, cpu += second is 3 or 6 ? 5 : 1)).ToList();
        Assert.Equal(0.25, CameraCost.Of([new(4, TrialEnd.Done, ticks, null), new(4, TrialEnd.Done, ticks, null)]), 6);
    }

    private static TrialTick Tick(double at, double cpu) => new(at, cpu, [], cpu, 1, null, null, 0, 0, 0, [], []);

    private static CostPoint Point(double fps, double megapixels) => new(fps, megapixels, Truth.Cost(fps, megapixels), false);
}
