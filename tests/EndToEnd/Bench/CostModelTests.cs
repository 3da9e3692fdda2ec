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

    private static CostPoint Point(double fps, double megapixels) => new(fps, megapixels, Truth.Cost(fps, megapixels), false);
}
