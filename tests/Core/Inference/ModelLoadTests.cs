using System.Collections.Immutable;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Native.Ort;

namespace Sluice.Tests.Inference;

public sealed class ModelLoadTests
{
    [DataFact]
    public void Load_CardOfAnotherFamily_NamesOutputShapeAndWhatWouldFit()
    {
        var config = TestCards.YoloxNano with { Card = TestCards.Yolox with { Family = ModelFamily.Yolov8 } };

        var fault = Assert.Throws<ModelException>(() => TestCards.Load(config));

        Assert.Equal("Model 'yolox_nano_416': output 'output' is [1,3549,85], but family yolov8 with 80 labels has "
            + "[n,84,anchors] (channels first); the shape would fit yolox.", fault.Message);
    }

    [DataFact]
    public void Load_TooFewLabels_IsRefused()
    {
        var config = TestCards.Yolov8n with { Card = TestCards.Yolov8 with { Labels = new(null, ["person", "car"]) } };

        var fault = Assert.Throws<ModelException>(() => TestCards.Load(config));

        Assert.Contains("'output0' is [1,84,8400], but family yolov8 with 2 labels has [n,6,anchors]", fault.Message, StringComparison.Ordinal);
    }

    [DataFact]
    public void Load_NoFamilyNorLabels_AssumesThemAndSaysSo()
    {
        using var model = TestCards.Load(TestCards.Yolov8n with { Card = TestCards.Yolov8 with { Family = null, Labels = null } });

        Assert.Equal(ModelFamily.Yolov8, model.Family);
        Assert.Equal((80, "person"), (model.Labels.Length, model.Labels[0]));
        Assert.Contains(model.Notes, note => note.Contains("assumes family yolov8", StringComparison.Ordinal));
        Assert.Contains(model.Notes, note => note.Contains("80 labels from the model's own metadata", StringComparison.Ordinal));
    }

    [DataFact]
    public void Load_CardSizeAgainstTheModels_IsRefused()
    {
        var config = TestCards.YoloxNano with { Card = TestCards.Yolox with { Width = 640 } };

        var fault = Assert.Throws<ModelException>(() => TestCards.Load(config));

        Assert.Equal("Model 'yolox_nano_416': input 'images' is float32 [1,3,416,416], but the card's width is 640; it must be 416, or left out.", fault.Message);
    }

    [DataFact]
    public void Load_Sha256_IsTheFiles()
    {
        using var model = TestCards.Load(TestCards.YoloxNano);

        Assert.Equal("e8af074932d4ed7e232278e3055cefcdea3edf178874a3694ae292649fb464dd", model.Sha256);
    }

    [DataFact]
    public void ClassesOf_MisspeltLabel_NamesTheNearest()
    {
        using var model = TestCards.Load(TestCards.YoloxNano);

        Assert.Equal("0 2", string.Join(' ', model.ClassesOf(["person", "car"])));
        var fault = Assert.Throws<ModelException>(() => model.ClassesOf(["persno"]));
        Assert.Equal("Model 'yolox_nano_416' has no class 'persno'; nearest is 'person'.", fault.Message);
    }

    [Fact]
    public void Load_NoFile_SaysWhichPath()
    {
        var config = new ModelConfig { Id = "m", Path = "absent.onnx" };

        var fault = Assert.Throws<ModelException>(() => DetectionModelLoader.Load(config, "/tmp", 1, TimeProvider.System, CancellationToken.None));

        Assert.Equal("Model 'm': there is no file '/tmp/absent.onnx'.", fault.Message);
    }

    [Fact]
    public void Propose_OneClassYoloxOrBoxes_IsAmbiguous()
        => Assert.Equal([ModelFamily.Yolox, ModelFamily.Boxes6], Propose([1, 8400, 6], null));

    [Theory]
    [InlineData(25201, 85)]
    [InlineData(8400, 84)]
    public void Propose_LayoutOfNoFamily_IsNone(long rows, long columns)
        => Assert.Empty(Propose([1, rows, columns], 80));

    [Fact]
    public void Faults_OfABadCard_AreAllNamed()
    {
        var card = new ModelCard { Mean = [1], Std = [0, 1, 1], Scale = 0, Pad = 300, Score = 2, Width = 0 };

        Assert.Equal(["mean", "std", "scale", "pad", "score", "width"], ModelCardChecks.Faults(card).Select(fault => fault.Key));
    }

    [Theory]
    [InlineData("{0: 'person', 1: \"bird's nest\"}", "person|bird's nest")]
    [InlineData("{1: 'person'}", "")]
    public void Embedded_UltralyticsNames_AreInOrder(string text, string expected)
        => Assert.Equal(expected, string.Join('|', ModelLabels.Embedded(new Dictionary<string, string> { ["names"] = text })));

    private static IEnumerable<ModelFamily> Propose(ImmutableArray<long> shape, int? classes)
    {
        var output = new OrtTensorInfo("output", OrtElementType.Float32, shape, ["", "", ""]);
        return OutputFamilies.Propose(new([output], 640, 640, classes, new())).Select(family => family.Id);
    }
}
