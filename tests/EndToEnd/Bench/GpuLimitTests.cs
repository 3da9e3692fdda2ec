using Sluice.Host.Bench.Gpu;

namespace Sluice.EndToEnd.Tests.Bench;

public sealed class GpuLimitTests
{
    private static readonly GpuStep[] Before = [Step("decode", 1000), Step("bare model", 500), Step("bare model, captured", 2000)];

    [Theory]
    [InlineData("decode", 900, 0.9, 0.9)] // the decoders were busy nine tenths of the time: they would give 1,000
    [InlineData("decode, pre-process", 950, null, 0.95)]
    [InlineData("encode", 400, 0.2, 0.4)]
    [InlineData("bare model", 500, null, null)]
    [InlineData("bare model, captured", 2000, null, null)]
    [InlineData("graph", 450, null, 0.9)] // the model is slower than the decoders
    [InlineData("graph, captured", 800, null, 0.8)] // here the decoders are
    [InlineData("graph, keyframes alone", 700, null, 0.7)] // no model
    public void Share_OfAStep_IsBesideWhatLimitsIt(string step, double fps, double? decoder, double? expected)
        => Assert.Equal(expected, GpuLimit.Share(step, fps, decoder, Before));

    [Fact]
    public void Share_NothingMeasuredBefore_IsNotKnown() => Assert.Null(GpuLimit.Share("graph", 100, 0.5, []));

    private static GpuStep Step(string name, double fps) => new(name, 100, fps, 1, 0, 0, null, null, null, null);
}
