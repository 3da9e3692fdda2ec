using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Crops;
using Sluice.Tests.Media;
using Sluice.Tests.Sinks;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Tests.Inference;

public sealed class WholeEmbedTests
{
    [Fact]
    public async Task ProcessAsync_Frames_EachHasAUnitVectorOfTheModel()
    {
        using var constant = new ConstantModel { Batch = null }.With("vector", [1, 2], 3f, 4);
        constant.Write();
        await using var stage = Stage(constant.Path);
        await stage.StartAsync(CancellationToken.None);
        var output = new LastOutput();
        using var frame = Scene();

        await stage.ProcessAsync([frame], output, CancellationToken.None);

        using var seen = output.Take();
        Assert.Equal("look", seen.Vector!.Model);
        Assert.Equal([0.6f, 0.8f], seen.Vector.Values.ToArray());
    }

    [Fact]
    public async Task ProcessAsync_ModelGivesZeros_FailsNamingTheFrame()
    {
        using var constant = new ConstantModel { Batch = null }.With("vector", [1, 2], 0f, 0);
        constant.Write();
        await using var stage = Stage(constant.Path);
        await stage.StartAsync(CancellationToken.None);
        using var frame = Scene();
        var fault = await Assert.ThrowsAsync<ModelException>(async () => await stage.ProcessAsync([frame], new LastOutput(), CancellationToken.None));
        Assert.Contains("frame 3 of source 'a'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, StreamContent.Pictures)]
    [InlineData(false, StreamContent.Pictures | StreamContent.Detections)]
    public void NeedsOf_WholeFrames_WantsNoDetections(bool whole, StreamContent needs)
        => Assert.Equal(needs, new EmbedFactory().NeedsOf(new EmbedOptions { Whole = whole }));

    private static IBatchStage Stage(string path)
    {
        using var fixture = new SinkFixture();
        var context = fixture.Context("a");
        var config = new ModelConfig { Id = "look", Path = path, Card = new() { Family = ModelFamily.Embedding } };
        return (IBatchStage)new EmbedFactory().Create(
            new StageContext
            {
                Id = context.Id,
                Engine = context.Engine,
                BaseDirectory = context.BaseDirectory,
                Sources = context.Sources,
                Input = context.Input,
                Log = context.Log,
                Time = context.Time,
                Services = new Models(new ModelRegistry([config], Repository.Root)),
            },
            new EmbedOptions { Model = "look", Whole = true });
    }

    private static Frame Scene()
    {
        var info = new FrameInfo { Source = "a", Id = Guid.NewGuid(), Index = 3, CapturedAt = default, ArrivedTimestamp = 0 };
        return new(info, new HostPicture(64, 64, PixelFormat.Gray8));
    }

    private sealed class Models(ModelRegistry registry) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ModelRegistry) ? registry : null;
    }
}
