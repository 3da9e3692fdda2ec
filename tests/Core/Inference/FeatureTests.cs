using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Regions;
using Sluice.Tests.Media;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Inference;

/// <summary>A detector's own features as the vector of a frame.</summary>
public sealed class FeatureTests
{
    private static readonly float[] Box = [10, 12, 40, 44, 0.9f, 1];

    [Fact]
    public async Task ProcessAsync_MapsOnTheCard_AreAveragedOverPartsBesideTheBoxes()
    {
        // Two maps of 2 rows and 4 columns: parts of 1 x 2.
        using var seen = await SeeAsync([1, 2, 2, 4], [1, 3, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal("m", seen.Vector!.Model);
        Assert.Equal([0.70710677f, 0, 0.70710677f, 0, 0, 0, 0, 0], seen.Vector.Values.ToArray());
        Assert.Single(seen.Detections);
    }

    [Fact]
    public async Task ProcessAsync_MapsOfOneRowAndColumn_AreInEveryPart()
    {
        using var seen = await SeeAsync([1, 1, 1, 1], [7]);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], seen.Vector!.Values.ToArray());
    }

    [Fact]
    public async Task ProcessAsync_PlainVector_IsTakenAsItIs()
    {
        using var seen = await SeeAsync([1, 2], [3, 4]);
        Assert.Equal([0.6f, 0.8f], seen.Vector!.Values.ToArray());
    }

    [Fact]
    public async Task ProcessAsync_FeaturesAreNoNumbers_LeavesTheFrameWithoutAVector()
    {
        using var seen = await SeeAsync([1, 2], [float.NaN, 4]);
        Assert.Null(seen.Vector);
        Assert.Single(seen.Detections);
    }

    [Fact]
    public async Task ProcessAsync_NobodyAsksForThem_GivesNone()
    {
        using var seen = await SeeAsync([1, 2], [3, 4], new() { Model = "m" });
        Assert.Null(seen.Vector);
    }

    [Fact]
    public async Task StartAsync_CardNamesNone_SaysWhatToWrite()
    {
        var fault = await Assert.ThrowsAsync<ModelException>(() => SeeAsync([1, 2], [3, 4], card: new() { Family = ModelFamily.Yolov10, Output = "boxes" }));
        Assert.Contains("write features: OUTPUT there", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nekc", "has no output 'nekc', which the card's features names; it has 'boxes'")]
    [InlineData("boxes", "is float32 [1,1,6]; float32 or float16 of [n, length] or [n, channels, rows, columns] is wanted")]
    public void Load_CardNamesSomethingElse_SaysWhatThereIs(string name, string said)
    {
        using var constant = new ConstantModel().With("boxes", [1, 1, 6], Box).With("neck", [1, 2], 3f, 4);
        var fault = Assert.Throws<ModelException>(() => constant.Load(new() { Family = ModelFamily.Yolov10, Output = "boxes", Features = name }));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FeaturesComeFirst_AreNotTakenForBoxes()
    {
        using var constant = new ConstantModel().With("neck", [1, 2, 2, 2], 1f, 2, 3, 4, 5, 6, 7, 8).With("boxes", [1, 1, 6], Box);
        using var model = constant.Load(new() { Family = ModelFamily.Yolov10, Features = "neck", Score = 0.1 });
        using var run = new DetectionRun(model, 1);
        using var frame = Scene();
        var found = new System.Collections.Immutable.ImmutableArray<Detection>[1];
        run.Detect([frame], found, default);
        Assert.Equal(1, Assert.Single(found[0]).ClassId);
    }

    [Fact]
    public void Check_TilesOrShadowAsWell_SaysWhyNot()
    {
        var factory = new DetectFactory();
        Assert.Contains(factory.Check((object)new DetectOptions { Model = "m", Features = true, Tiles = new TileOptions() }), static one => one.Key == "features");
        Assert.Contains(factory.Check((object)new DetectOptions { Model = "m", Features = true, Shadow = true }), static one => one.Key == "features");
        Assert.DoesNotContain(factory.Check((object)new DetectOptions { Model = "m", Features = true }), static one => one.Key == "features");
    }

    private static async Task<Frame> SeeAsync(long[] shape, float[] values, DetectOptions? options = null, ModelCard? card = null)
    {
        using var constant = new ConstantModel().With("boxes", [1, 1, 6], Box).With("neck", shape, values);
        constant.Write();
        using var fixture = new SinkFixture();
        var context = fixture.Context("a");
        var config = new ModelConfig { Id = "m", Path = constant.Path, Card = card ?? new() { Family = ModelFamily.Yolov10, Output = "boxes", Features = "neck" } };
        using var models = new ModelRegistry([config], Repository.Root);
        await using var stage = (IBatchStage)new DetectFactory().Create(
            new StageContext
            {
                Id = context.Id,
                Engine = context.Engine,
                BaseDirectory = context.BaseDirectory,
                Sources = context.Sources,
                Input = context.Input,
                Log = context.Log,
                Time = context.Time,
                Services = new Models(models),
            },
            (object)(options ?? new() { Model = "m", Features = true }));
        await stage.StartAsync(default);
        var output = new LastOutput();
        using var frame = Scene();
        await stage.ProcessAsync([frame], output, default);
        return output.Take();
    }

    private static Frame Scene()
        => new(new FrameInfo { Source = "a", Id = Guid.NewGuid(), Index = 3, CapturedAt = default, ArrivedTimestamp = 0 }, new HostPicture(64, 64, PixelFormat.Gray8));

    private sealed class Models(ModelRegistry registry) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ModelRegistry) ? registry : null;
    }
}
