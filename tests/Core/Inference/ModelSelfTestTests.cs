using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Cards;
using Sluice.Native.FFmpeg;

namespace Sluice.Tests.Inference;

/// <summary>A model whose boxes are known, against golden images right and wrong.</summary>
public sealed class ModelSelfTestTests : IDisposable
{
    private readonly ConstantModel _constant = new ConstantModel().With("out", [1, 2, 6], 8f, 16, 24, 32, 0.9f, 1, 40, 40, 60, 60, 0.6f, 0);

    [Fact]
    public void Run_WhatTheModelFinds_Passes()
    {
        using var model = Load(Box("b", 0.88, 16, 32, 48, 64), Box("a", 0.62, 80, 80, 120, 120));

        var result = ModelSelfTest.Run(model, CancellationToken.None);

        Assert.True(result.Passed, result.Differences);
        Assert.Equal(["b", "a"], result.Rows.Select(row => row.Label));
        ModelSelfTest.Require(model, CancellationToken.None);
    }

    [Theory]
    [InlineData(16, 32, 48, 64, 0.7, "b 0.70 at [16, 32, 48, 64] is found with IoU 1.000 and score 0.90")]
    [InlineData(16, 32, 60, 64, 0.9, "b 0.90 at [16, 32, 60, 64] is found with IoU 0.727 and score 0.90")]
    [InlineData(70, 0, 80, 9, 0.9, "b 0.90 at [70, 0, 80, 9] is not found; b 0.90 at [16, 32, 48, 64] is found and not expected")]
    public void Require_OtherThanExpected_IsRefusedSayingWhatDiffers(double x1, double y1, double x2, double y2, double score, string expected)
    {
        using var model = Load(Box("b", score, x1, y1, x2, y2), Box("a", 0.6, 80, 80, 120, 120));

        var fault = Assert.Throws<ModelException>(() => ModelSelfTest.Require(model, CancellationToken.None));

        Assert.StartsWith($"Model 'm' fails on its golden image 'golden.png': {expected}.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_ModelThatFails_IsRefusedByTheRegistry()
    {
        Picture();
        var config = new ModelConfig { Id = "m", Path = _constant.Write(), Card = Card([Box("a", 0.9, 0, 0, 9, 9)]), CardDirectory = _constant.Folder };
        using var registry = new ModelRegistry([config], _constant.Folder);
        using var lenient = new ModelRegistry([config], _constant.Folder, selfTest: false);

        Assert.Throws<ModelException>(() => registry.Get("m", 1, CancellationToken.None));
        Assert.Empty(registry.Loaded);
        Assert.NotNull(lenient.Get("m", 1, CancellationToken.None));
    }

    [Fact]
    public void Record_ThenRun_Passes()
    {
        Picture();
        using var model = _constant.Load(Card([]) with { Golden = null });
        var golden = ModelSelfTest.Record(model, Path.Combine(_constant.Folder, "golden.png"), CancellationToken.None);
        using var held = _constant.Load(Card([]) with { Golden = golden });

        Assert.Equal(2, golden.Boxes.Count);
        Assert.True(ModelSelfTest.Run(held, CancellationToken.None).Passed);
    }

    [Theory]
    [InlineData("b", true)]
    [InlineData("1", true)]
    [InlineData("a", false)]
    public void Run_Classifier_ComparesTheClass(string expected, bool passes)
    {
        Picture();
        using var constant = new ConstantModel().With("logits", [1, 2], 1f, 3);
        using var model = constant.Load(FamilyRun.Card(ModelFamily.Classifier, 2) with { Golden = new() { Image = Image, Class = expected } });

        Assert.Equal(passes, ModelSelfTest.Run(model, CancellationToken.None).Passed);
    }

    [Theory]
    [InlineData(0.6, 0.8, true)]
    [InlineData(0.8, 0.6, false)]
    public void Run_Embedding_ComparesTheDirection(double x, double y, bool passes)
    {
        Picture();
        using var constant = new ConstantModel().With("embedding", [1, 2], 3f, 4);
        using var model = constant.Load(new() { Family = ModelFamily.Embedding, Golden = new() { Image = Image, Embedding = [x, y] } });

        Assert.Equal(passes, ModelSelfTest.Run(model, CancellationToken.None).Passed);
    }

    [Fact]
    public void Run_NoPicture_SaysWhichIsMissing()
    {
        using var model = _constant.Load(Card([Box("a", 0.9, 0, 0, 9, 9)]));

        Assert.StartsWith($"Model 'm': the golden image '{Image}' cannot be read", Assert.Throws<ModelException>(
            () => ModelSelfTest.Run(model, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithGolden_CardThatHasOne_IsReplacedAndTheRestKept()
    {
        var golden = new Golden { Image = "new one.jpg", Boxes = [Box("a b", 0.5, 1, 2, 3, 4)] };

        var text = CardText.WithGolden("family: boxes6\ngolden:\n  image: old.jpg\n\n  boxes:\n    - { class: 1 }\nscore: 0.3\n", golden);

        Assert.Equal("family: boxes6\nscore: 0.3\ngolden:\n  image: new one.jpg\n  boxes:\n    - { label: a b, score: 0.5, box: [1, 2, 3, 4] }\n", text);
    }

    public void Dispose() => _constant.Dispose();

    private string Image => Path.Combine(_constant.Folder, "golden.png");

    private static GoldenBox Box(string label, double score, params double[] box) => new() { Label = label, Score = score, Box = box };

    private static ModelCard Card(IReadOnlyList<GoldenBox> boxes)
        => FamilyRun.Card(ModelFamily.Boxes6, 2) with { Golden = new() { Image = "golden.png", Boxes = boxes } };

    private DetectionModel Load(params GoldenBox[] boxes)
    {
        Picture();
        return _constant.Load(Card(boxes));
    }

    private void Picture()
    {
        using var frame = new AvFrame();
        frame.Allocate(128, 128, AvPixelFormat.Named("gray"));
        File.WriteAllBytes(Image, ImageCodec.EncodePng(frame));
    }
}
