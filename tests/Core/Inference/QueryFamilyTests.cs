using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;

namespace Sluice.Tests.Inference;

/// <summary>Families with several outputs, through the whole run.</summary>
public sealed class QueryFamilyTests
{
    private static readonly BoundingBox Box = new(8, 16, 24, 32); // centre 16, 24, size 16 x 16
    private static readonly float[] UnitBoxes = [0.5f, 0.5f, 0.5f, 0.5f, 0.25f, 0.375f, 0.25f, 0.25f];

    [Fact]
    public void Detr_Softmax_LeavesTheBackgroundOut()
    {
        float[] logits = [0, 0, 9, 0, 3, 1]; // the first is background; the second b with e^3 / (e^0 + e^3 + e^1)

        var found = FamilyRun.Detect(
            new ConstantModel().With("logits", [1, 2, 3], logits).With("pred_boxes", [1, 2, 4], UnitBoxes), FamilyRun.Card(ModelFamily.Detr, 2));

        FamilyRun.Equal("b", 0.8438f, Box, Assert.Single(found));
    }

    [Fact]
    public void RtdetrHf_Sigmoid_TakesEachClassOnItsOwn()
    {
        float[] logits = [-3, -4, -1, 2];

        var found = FamilyRun.Detect(
            new ConstantModel().With("logits", [1, 2, 2], logits).With("pred_boxes", [1, 2, 4], UnitBoxes), FamilyRun.Card(ModelFamily.RtdetrHf, 2));

        FamilyRun.Equal("b", 0.8808f, Box, Assert.Single(found));
    }

    [Fact]
    public void Rfdetr_FewClasses_LastColumnIsDropped()
    {
        float[] logits = [-3, -4, 5, -1, 2, -5];

        var found = FamilyRun.Detect(
            new ConstantModel().With("dets", [1, 2, 4], UnitBoxes).With("labels", [1, 2, 3], logits), FamilyRun.Card(ModelFamily.Rfdetr, 2));

        FamilyRun.Equal("b", 0.8808f, Box, Assert.Single(found));
    }

    [Fact]
    public void Rfdetr_ThreeColumnsForThreeClasses_AreAllRead()
    {
        // Columns of 4 would make the outputs alike by shape: names tell them apart.
        float[] logits = [-3, -4, -5, 2, -9, -9, -9, -9];

        var found = FamilyRun.Detect(
            new ConstantModel().With("labels", [1, 2, 4], logits).With("dets", [1, 2, 4], [.. UnitBoxes[4..], .. UnitBoxes[..4]]),
            FamilyRun.Card(ModelFamily.Rfdetr, 4));

        FamilyRun.Equal("d", 0.8808f, Box, Assert.Single(found));
    }

    [Fact]
    public void Rfdetr_NinetyOneColumnsAndLabels_AreCocosOwnNumbers()
    {
        var logits = Enumerable.Repeat(-9f, 2 * 91).ToArray();
        logits[91 + 90] = 2;

        var found = FamilyRun.Detect(
            new ConstantModel().With("dets", [1, 2, 4], UnitBoxes).With("labels", [1, 2, 91], logits), FamilyRun.Card(ModelFamily.Rfdetr, 91));

        Assert.Equal(90, Assert.Single(found).ClassId);
    }

    [Theory]
    [InlineData(ModelFamily.Rtdetr)]
    [InlineData(ModelFamily.Dfine)]
    public void Rtdetr_LabelsBoxesScores_AreReadAsTheyAre(ModelFamily family)
    {
        var constant = new ConstantModel().With("labels", [1, 2], 1L, 0L)
            .With("boxes", [1, 2, 4], 8f, 16, 24, 32, 0, 0, 9, 9).With("scores", [1, 2], 0.9f, 0.1f);

        FamilyRun.Equal("b", 0.9f, Box, Assert.Single(FamilyRun.Detect(constant, FamilyRun.Card(family, 2))));
    }

    [Fact]
    public void SsdTf_OrderOfCoordinatesAndClassesFromOne_AreMinded()
    {
        var constant = new ConstantModel().With("detection_boxes", [1, 2, 4], 0.25f, 0.125f, 0.5f, 0.375f, 0, 0, 1, 1)
            .With("detection_classes", [1, 2], 2f, 1f).With("detection_scores", [1, 2], 0.9f, 0.8f).With("num_detections", [1], 1f);

        FamilyRun.Equal("b", 0.9f, Box, Assert.Single(FamilyRun.Detect(constant, FamilyRun.Card(ModelFamily.SsdTf, 2))));
    }

    [Fact]
    public void EfficientNms_Count_EndsTheRows()
    {
        var constant = new ConstantModel().With("num_dets", [1, 1], 1).With("boxes", [1, 2, 4], 8f, 16, 24, 32, 0, 0, 64, 64)
            .With("scores", [1, 2], 0.9f, 0.9f).With("classes", [1, 2], 1, 1);

        FamilyRun.Equal("b", 0.9f, Box, Assert.Single(FamilyRun.Detect(constant, FamilyRun.Card(ModelFamily.EfficientNms, 2))));
    }

    [Fact]
    public void EfficientNms_TaoNames_AreSharesOfTheInput()
    {
        var constant = new ConstantModel().With("BatchedNMS", [1, 1], 1).With("BatchedNMS_1", [1, 1, 4], 0.125f, 0.25f, 0.375f, 0.5f)
            .With("BatchedNMS_2", [1, 1], 0.9f).With("BatchedNMS_3", [1, 1], 1f);

        FamilyRun.Equal("b", 0.9f, Box, Assert.Single(FamilyRun.Detect(constant, FamilyRun.Card(ModelFamily.EfficientNms, 2))));
    }

    [Fact]
    public void EfficientNms_OddNames_AreGivenByTheCard()
    {
        var constant = new ConstantModel().With("a", [1, 1], 1).With("b", [1, 1, 4], 8f, 16, 24, 32).With("c", [1, 1], 0.9f).With("d", [1, 1], 1);
        var card = FamilyRun.Card(ModelFamily.EfficientNms, 2) with { Outputs = new() { Count = "a", Boxes = "b", Scores = "c", Classes = "d" } };

        FamilyRun.Equal("b", 0.9f, Box, Assert.Single(FamilyRun.Detect(constant, card)));
    }

    [Fact]
    public void Load_CardNamesAnOutputThatIsNotThere_SaysWhichThereAre()
    {
        var constant = new ConstantModel().With("logits", [1, 2, 2], new float[4]).With("pred_boxes", [1, 2, 4], UnitBoxes);

        var message = FamilyRun.Refusal(constant, FamilyRun.Card(ModelFamily.RtdetrHf, 2) with { Outputs = new() { Scores = "logit" } });

        Assert.Equal(
            "Model 'm' has no output 'logit', which the card's outputs.scores names; output 'logits' is [1,2,2], output 'pred_boxes' is [1,2,4].", message);
    }

    [Fact]
    public void Load_LogitsOfUnknownClasses_NamesBothFamiliesTheyMayBe()
    {
        var constant = new ConstantModel().With("logits", [1, 2, 3], new float[6]).With("pred_boxes", [1, 2, 4], UnitBoxes);

        Assert.Contains("it may be detr or rtdetr_hf; say which.", FamilyRun.Refusal(constant, new()), StringComparison.Ordinal);
    }

    [Fact]
    public void Ultraface_FirstColumn_IsTheBackground()
    {
        var constant = new ConstantModel().With("scores", [1, 2, 2], 0.9f, 0.1f, 0.05f, 0.95f)
            .With("boxes", [1, 2, 4], 0, 0, 1, 1, 0.125f, 0.25f, 0.375f, 0.5f);

        FamilyRun.Equal("a", 0.95f, Box, Assert.Single(FamilyRun.Detect(constant, FamilyRun.Card(ModelFamily.Ultraface, 1))));
    }

    [Fact]
    public void Nanodet_DistancesByBins_AreTakenFromTheCellsMiddle()
    {
        // Stride 16, cell (0, 1): middle (8, 24). Bins that say left 0, top 0.5, right 1, bottom 0.5.
        var constant = new ConstantModel();
        foreach (var cells in new[] { 64, 16, 4 })
        {
            var scores = new float[cells * 2];
            if (cells == 16) scores[(4 * 2) + 1] = 0.8f;
            constant.With($"s{cells}", [1, cells, 2], scores);
        }

        foreach (var cells in new[] { 64, 16, 4 })
        {
            var sides = new float[cells * 12];
            if (cells == 16) new[] { 50f, 0, 0, 50, 50, 0, 0, 50, 0, 50, 50, 0 }.CopyTo(sides, 4 * 12);
            constant.With($"d{cells}", [1, cells, 12], sides);
        }

        var found = FamilyRun.Detect(constant, FamilyRun.Card(ModelFamily.Nanodet, 2));

        FamilyRun.Equal("b", 0.8f, new(8, 16, 24, 32), Assert.Single(found));
    }

    [Fact]
    public void Fastestdet_PowersOfObjectnessAndClass_AreTheScore()
    {
        var values = new float[7 * 16]; // 4x4 cells
        float[] cell = [0.9f, 0, 0, -1.0986123f, -1.0986123f, 0.1f, 0.8f]; // sigmoid 0.25
        for (var i = 0; i < 7; i++) values[(i * 16) + 6] = cell[i]; // column 2, row 1

        var found = FamilyRun.Detect(new ConstantModel().With("758", [1, 7, 4, 4], values), FamilyRun.Card(ModelFamily.Fastestdet, 2));

        FamilyRun.Equal("b", MathF.Pow(0.9f, 0.6f) * MathF.Pow(0.8f, 0.4f), new(24, 8, 40, 24), Assert.Single(found));
    }

    [Fact]
    public void Detect_ModelOfAClassifier_IsRefused()
    {
        using var constant = new ConstantModel().With("logits", [1, 3], 1f, 2, 3);
        using var model = constant.Load(FamilyRun.Card(ModelFamily.Classifier, 3));

        var fault = Assert.Throws<ModelException>(() => new DetectionRun(model, 1));

        Assert.Equal("Model 'm' is of family classifier, which gives no boxes; it cannot detect.", fault.Message);
    }

    [Fact]
    public void Load_AnotherFileThanTheCards_IsRefused()
    {
        var card = FamilyRun.Card(ModelFamily.Classifier, 3) with { Sha256 = new('0', 64) };

        Assert.EndsWith("it is another file; get the right one, or write a new card.",
            FamilyRun.Refusal(new ConstantModel().With("logits", [1, 3], 1f, 2, 3), card), StringComparison.Ordinal);
    }
}
