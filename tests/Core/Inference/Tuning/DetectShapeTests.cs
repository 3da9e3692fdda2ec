using Sluice.Core.Stages.Inference.Tuning;

namespace Sluice.Tests.Inference.Tuning;

public sealed class DetectShapeTests
{
    private static readonly TuningRecord Tuned = new()
    {
        Model = new('a', 64),
        Machine = "a box",
        MeasuredAt = default,
        Results =
        [
            new(new(1, 1, 1), 20, 50), new(new(1, 1, 4), 21, 190), new(new(1, 4, 1), 30, 130), new(new(1, 2, 2), 25, 160),
            new(new(4, 1, 4), 19, 198), new(new(8, 1, 4), 18, 230), new(new(8, 4, 1), 28, 140),
        ],
    };

    [Theory]
    [InlineData(1, 1, 1, 4)]
    [InlineData(2, 1, 1, 4)]
    [InlineData(6, 4, 1, 4)]
    [InlineData(64, 8, 1, 4)]
    public void Choose_NothingWritten_TakesTheBestMeasuredThatTheSourcesFill(int sources, int batch, int threads, int runs)
    {
        var chosen = DetectShape.Choose(new(), new(), sources, Tuned, 4);

        Assert.Equal(new(batch, threads, runs), chosen.Shape);
        Assert.Equal(batch, chosen.Batch.Size);
        Assert.Contains("bench tune", chosen.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_BatchWritten_StandsAndTheRestIsMeasured()
    {
        var chosen = DetectShape.Choose(new() { Batch = new() { Size = 8, MaxDelay = TimeSpan.FromMilliseconds(3) } }, new() { Threads = 4 }, 1, Tuned, 4);

        Assert.Equal(new(8, 4, 1), chosen.Shape);
        Assert.Equal(TimeSpan.FromMilliseconds(3), chosen.Batch.MaxDelay);
    }

    [Fact]
    public void Choose_ShapeNobodyMeasured_IsTheDefaultAndWhatIsWritten()
    {
        var chosen = DetectShape.Choose(new() { Batch = new() { Size = 3 } }, new() { Threads = 2 }, 8, Tuned, 8);

        Assert.Equal(new(3, 2, 4), chosen.Shape);
    }

    [Fact]
    public void Choose_AllWritten_IsWhatTheGraphSays()
    {
        var chosen = DetectShape.Choose(new() { Batch = new() { Size = 2 }, Runs = 3 }, new() { Threads = 5 }, 1, Tuned, 4);

        Assert.Equal((new RunShape(2, 5, 3), "as the graph says"), (chosen.Shape, chosen.Origin));
    }

    [Fact]
    public void Choose_NothingMeasured_IsOneThreadARunAndARunACore()
        => Assert.Equal(new(1, 1, 6), DetectShape.Choose(new(), new(), 1, null, 6).Shape);

    [Fact]
    public void Choose_OnAGpu_LeavesMeasurementsOfTheProcessorAside()
        => Assert.Equal(new(1, 1, 2), DetectShape.Choose(new(), new() { Device = "cuda:0" }, 8, Tuned, 16).Shape);

    [Fact]
    public void Best_NearlyAsFast_IsTheOneThatTakesLessCpu()
    {
        var record = Tuned with { Results = [new(new(1, 2, 1), 30, 100), new(new(1, 1, 2), 20, 97), new(new(2, 1, 2), 19, 90)] };

        Assert.Equal(new(1, 1, 2), record.Best()!.Shape);
    }
}
