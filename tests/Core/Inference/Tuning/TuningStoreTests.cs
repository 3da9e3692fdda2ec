using Sluice.Core.Stages.Inference.Tuning;

namespace Sluice.Tests.Inference.Tuning;

public sealed class TuningStoreTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"sluice-tuning-{Guid.NewGuid():n}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Find_Saved_IsWhatWasSaved()
    {
        var record = Record("here");
        Store("here").Save(record);

        var found = Store("here").Find(record.Model);

        Assert.Equal(record.Results.ToArray(), found!.Results.ToArray());
        Assert.Equal((record.Model, record.Machine, record.MeasuredAt), (found.Model, found.Machine, found.MeasuredAt));
    }

    [Fact]
    public void Find_OtherMachineOrModel_IsNothing()
    {
        Store("here").Save(Record("here"));

        Assert.Null(Store("there").Find(Record("here").Model));
        Assert.Null(Store("here").Find(new('b', 64)));
    }

    [Theory, InlineData(""), InlineData("{"), InlineData("[]"), InlineData("{\"version\":2}"), InlineData("{\"version\":1,\"model\":\"x\"}")]
    public void Find_DamagedFile_IsNothing(string content)
    {
        var store = Store("here");
        Directory.CreateDirectory(_folder);
        File.WriteAllText(store.PathOf(Record("here").Model), content);

        Assert.Null(store.Find(Record("here").Model));
    }

    [Fact]
    public void FindFor_NoRecords_DoesNotEvenReadTheModel()
        => Assert.Null(Store("here").FindFor(Path.Combine(_folder, "there is no such model.onnx")));

    [DataFact]
    public void Measure_SmallModel_GivesReadingsThatARunCanUse()
    {
        using var model = TestCards.Load(TestCards.YoloxNanoDynamic);
        using var meter = new ShapeMeter(model);

        var results = meter.Shapes(2).Where(static shape => shape.Batch <= 2 && shape.Runs == 2)
            .Select(shape => meter.Measure(shape, TimeSpan.FromMilliseconds(1), CancellationToken.None)).ToList();

        Assert.Equal([new(1, 1, 2), new(2, 1, 2)], results.Select(static r => r.Shape));
        Assert.All(results, static r => Assert.True(r.CpuMs > 0 && r.ImagesPerSecond > 0));
    }

    [DataFact]
    public void Shapes_FixedBatch_AreOfThatBatchAndNeverMoreThreadsThanCores()
    {
        using var model = TestCards.Load(TestCards.YoloxNano);
        using var meter = new ShapeMeter(model);

        var shapes = meter.Shapes(6);

        Assert.All(shapes, static shape => Assert.True(shape.Batch == 1 && shape.Threads * shape.Runs <= 6));
        Assert.Contains(new(1, 1, 6), shapes);
        Assert.Contains(new(1, 4, 1), shapes);
        Assert.Equal(shapes.Distinct().Count(), shapes.Count);
    }

    private static TuningRecord Record(string machine) => new()
    {
        Model = new('a', 64),
        Machine = machine,
        MeasuredAt = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Results = [new(new(1, 1, 2), 20.5, 97), new(new(4, 2, 1), 22, 90)],
    };

    private TuningStore Store(string machine) => new(_folder, () => machine);
}
