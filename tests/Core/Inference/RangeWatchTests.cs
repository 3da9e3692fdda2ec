using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;

namespace Sluice.Tests.Inference;

/// <summary>Cards that are wrong in one key, over models whose numbers are right.</summary>
public sealed class RangeWatchTests
{
    [Fact]
    public void Look_RightCard_SaysNothing() => Assert.Null(Warning(Pixels(), new()));

    [Fact]
    public void Look_SharesReadAsPixels_NamesBoxSpace() => Assert.Contains("box_space, which may have to be unit", Warning(Shares(), new()), StringComparison.Ordinal);

    [Fact]
    public void Look_PixelsReadAsShares_NamesBoxSpace()
        => Assert.Contains("box_space, which may have to be pixels", Warning(Pixels(), new() { BoxSpace = BoxSpace.Unit }), StringComparison.Ordinal);

    [Theory]
    [InlineData(BoxFormat.Xyxy)]
    [InlineData(BoxFormat.Yxyx)]
    public void Look_CentresReadAsCorners_NamesBoxFormat(BoxFormat format)
        => Assert.Contains("look at the card's box_format", Warning(Pixels(), new() { BoxFormat = format }), StringComparison.Ordinal);

    [Fact]
    public void Look_SigmoidMissing_NamesActivation() => Assert.Contains("look at the card's activation", Warning(Pixels(score: 4), new()), StringComparison.Ordinal);

    [Fact]
    public void Look_SigmoidTwice_NamesActivation()
        => Assert.Contains("activation, which may have to be none", Warning(Pixels(), new() { Activation = Activation.Sigmoid }), StringComparison.Ordinal);

    [Fact]
    public void Look_ClassBeyondTheLabels_NamesThem()
    {
        var constant = new ConstantModel().With("out", [1, 1, 6], 8f, 16, 24, 32, 0.9f, 7);

        Assert.Contains("gives class 7, but there are 2 labels", Warning(constant, FamilyRun.Card(ModelFamily.Boxes6, 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Look_AllInTheCorner_SaysSoAfterAllImages()
    {
        var constant = new ConstantModel().With("out", [1, 1, 6], 1f, 1, 6, 6, 0.9f, 1);

        Assert.Contains("all in the top left corner", Warning(constant, FamilyRun.Card(ModelFamily.Boxes6, 2)), StringComparison.Ordinal);
    }

    // Ten objects of 8 by 8 pixels among 256 by 256 pixels' anchors, well inside.
    private static ConstantModel Pixels(float score = 0.9f) => Model(score, 1);

    private static ConstantModel Shares() => Model(0.9f, 1 / 256f);

    private static ConstantModel Model(float score, float unit)
    {
        const int Anchors = 1344;
        var values = new float[6 * Anchors];
        for (var i = 0; i < 10; i++)
        {
            float[] anchor = [(80 + (15 * i)) * unit, (90 + (12 * i)) * unit, 8 * unit, 8 * unit, score, 0];
            for (var channel = 0; channel < 6; channel++) values[(channel * Anchors) + (100 * i)] = anchor[channel];
        }

        return new ConstantModel { Width = 256, Height = 256 }.With("output0", [1, 6, Anchors], values);
    }

    private static string? Warning(ConstantModel constant, ModelCard card)
    {
        var warnings = new List<string>();
        using (constant)
        {
            if (card.Family == null) card = FamilyRun.Card(ModelFamily.Yolov8, 2) with { BoxFormat = card.BoxFormat, BoxSpace = card.BoxSpace, Activation = card.Activation };
            using var model = constant.Load(card);
            using var run = new DetectionRun(model, 1, warn: warnings.Add);
            using var frame = RandomPicture.Solid(64, 64, 90, 90, 90);
            var results = new ImmutableArray<Detection>[1];
            for (var i = 0; i < 110; i++) run.Detect([frame], results, CancellationToken.None);
        }

        return warnings.Count == 0 ? null : Assert.Single(warnings);
    }
}
