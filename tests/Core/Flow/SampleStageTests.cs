using Sluice.Abstractions;
using Sluice.Core.Stages.Flow;
using Sluice.Tests.Media;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Flow;

public sealed class SampleStageTests
{
    private readonly TestFrames _frames = new();

    [Fact]
    public async Task Process_EveryThird_PassesOnTheFirstOfEachSource()
    {
        await using var stage = Make(new() { Every = 3 });
        var output = new LastOutput();
        for (var i = 0; i < 4; i++)
        {
            foreach (var source in new[] { "a", "b" })
            {
                using var frame = _frames.Make(16, 16, source: source, index: i);
                await stage.ProcessAsync(frame, output, default);
            }
        }

        Assert.Equal(4, output.Count);
        output.Take().Dispose();
        Assert.Equal(0, _frames.Outstanding);
    }

    [Fact]
    public async Task EndSource_TheSourceComesAgain_StartsAnew()
    {
        await using var stage = Make(new() { Every = 100 });
        var output = new LastOutput();
        for (var i = 0; i < 2; i++)
        {
            using var frame = _frames.Make(16, 16);
            await stage.ProcessAsync(frame, output, default);
            await stage.EndSourceAsync("gate", output, default);
        }

        Assert.Equal(2, output.Count);
        output.Take().Dispose();
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData(5.0, 5, 1)]
    [InlineData(0.0, null, 1)]
    [InlineData(null, 0, 1)]
    [InlineData(5.0, null, 0)]
    [InlineData(null, 2, 0)]
    public void Check_Options_WantExactlyOne(double? fps, int? every, int faults)
        => Assert.Equal(faults, new SampleFactory().Check(new SampleOptions { Fps = fps, Every = every }).Count());

    private static IFrameStage Make(SampleOptions options)
    {
        using var fixture = new SinkFixture();
        return (IFrameStage)new SampleFactory().Create(fixture.Context("a", "b"), options);
    }
}
