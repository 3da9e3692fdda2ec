using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;

namespace Sluice.Tests.Inference;

/// <summary>Families with a row or a column a candidate, through the whole run: an input of 64x64 has 84 grid cells.</summary>
public sealed class RowFamilyTests
{
    private static readonly BoundingBox Box = new(8, 16, 24, 32); // centre 16, 24, size 16 x 16

    [Fact]
    public void Yolov5_ObjectnessTimesClass_IsTheScore()
    {
        var values = new float[252 * 7];
        new[] { 16f, 24, 16, 16, 0.9f, 0.1f, 0.8f }.CopyTo(values, 251 * 7);
        new[] { 17f, 24, 16, 16, 0.8f, 0.1f, 0.8f }.CopyTo(values, 0); // suppressed
        new[] { 40f, 24, 16, 16, 0.2f, 0.1f, 1f }.CopyTo(values, 7); // below the threshold

        var found = FamilyRun.Detect(new ConstantModel().With("output0", [1, 252, 7], values), FamilyRun.Card(ModelFamily.Yolov5, 2));

        FamilyRun.Equal("b", 0.72f, Box, Assert.Single(found));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Yolov5_RawMaps_AreDecodedWithTheAnchors(bool planar)
    {
        // Class b at column 2, row 3 of stride 16, second anchor 62 x 45: x = (2 s(0) - 0.5 + 2) 16 = 40, w = (2 s(-1.0986))^2 62 = 15.5.
        var constant = new ConstantModel();
        foreach (var (name, side) in new[] { ("p3", 8), ("p4", 4), ("p5", 2) })
        {
            var values = Enumerable.Repeat(-9f, 3 * 7 * side * side).ToArray();
            if (side == 4)
            {
                float[] cell = [0, 0, -1.0986123f, 0, 4, -9, 3];
                for (var i = 0; i < 7; i++) values[planar ? (((7 + i) * 4) + 3) * 4 + 2 : ((((4 + 3) * 4) + 2) * 7) + i] = cell[i];
            }

            constant.With(name, planar ? [1, 21, side, side] : [1, 3, side, side, 7], values);
        }

        var found = FamilyRun.Detect(constant, FamilyRun.Card(ModelFamily.Yolov5, 2));

        var score = 1 / (1 + MathF.Exp(-4)) / (1 + MathF.Exp(-3));
        FamilyRun.Equal("b", score, new(40 - 7.75f, 56 - 22.5f, 40 + 7.75f, 64), Assert.Single(found)); // clipped below
    }

    [Fact]
    public void Yolov8_BoxSpaceUnitOnTheCard_ScalesToTheInput()
    {
        var card = FamilyRun.Card(ModelFamily.Yolov8, 2) with { BoxSpace = BoxSpace.Unit };

        var found = FamilyRun.Detect(Columns(84, 16 / 64f, 24 / 64f, 0.25f, 0.25f, 0.1f, 0.7f), card);

        FamilyRun.Equal("b", 0.7f, Box, Assert.Single(found));
    }

    [Fact]
    public void Yolov8_BoxFormatAndActivationOnTheCard_AreFollowed()
    {
        var card = FamilyRun.Card(ModelFamily.Yolov8, 2) with { BoxFormat = BoxFormat.Xyxy, Activation = Activation.Sigmoid, Score = 0.6 };

        var found = FamilyRun.Detect(Columns(84, 8, 16, 24, 32, -2, 2), card);

        FamilyRun.Equal("b", 0.881f, Box, Assert.Single(found));
    }

    [Fact]
    public void Yolov8Seg_Prototypes_MakeAMaskOverTheBox()
    {
        // Two prototypes of 16x16, the first positive in the left half of the picture: columns 0 to 7, which the box crosses at 32 of 64 pixels.
        var prototypes = new float[2 * 256];
        for (var i = 0; i < 256; i++) prototypes[i] = i % 16 < 8 ? 1 : -1;
        var constant = Columns(84, 32, 32, 32, 32, 0.1f, 0.7f, 9f, 0f).With("output1", [1, 2, 16, 16], prototypes);

        var found = Assert.Single(FamilyRun.Detect(constant, FamilyRun.Card(ModelFamily.Yolov8Seg, 2)));

        FamilyRun.Equal("b", 0.7f, new(16, 16, 48, 48), found);
        var mask = found.Details!.Mask!;
        Assert.Equal((8, 8), (mask.Width, mask.Height));
        for (var i = 0; i < 64; i++) Assert.Equal(i % 8 < 4 ? 255 : 0, mask.Cells[i]);
    }

    [Fact]
    public void Yolov8Pose_Keypoints_ComeInPixelsOfTheFrame()
    {
        var found = Assert.Single(FamilyRun.Detect(
            Columns(84, 16, 24, 16, 16, 0.9f, 10f, 20f, 0.8f, 22f, 30f, 1.2f), FamilyRun.Card(ModelFamily.Yolov8Pose, 1)));

        FamilyRun.Equal("a", 0.9f, Box, found);
        Assert.Equal([new Keypoint(20, 40, 0.8f), new Keypoint(44, 60, 1)], found.Details!.Keypoints.AsEnumerable());
    }

    [Fact]
    public void Yolov10_Rows_AreNotSuppressed()
    {
        float[] rows = [8, 16, 24, 32, 0.9f, 1, 8, 16, 24, 32, 0.8f, 1, 8, 16, 24, 32, 0.1f, 0];

        var found = FamilyRun.Detect(new ConstantModel().With("output0", [1, 3, 6], rows), FamilyRun.Card(ModelFamily.Yolov10, 2));

        Assert.Equal(2, found.Length);
        FamilyRun.Equal("b", 0.9f, Box, found[0]);
    }

    [Fact]
    public void Yolov10_OneToManyExport_IsReadAndSuppressedLikeYolov8()
    {
        var found = FamilyRun.Detect(Columns(84, 16, 24, 16, 16, 0.1f, 0.7f), FamilyRun.Card(ModelFamily.Yolov10, 2));

        FamilyRun.Equal("b", 0.7f, Box, Assert.Single(found));
    }

    [Fact]
    public void Boxes6_Rows_AreSuppressed()
    {
        float[] rows = [8, 16, 24, 32, 0.9f, 1, 8, 16, 24, 31, 0.8f, 1, 8, 16, 24, 32, 0.7f, 0];

        var found = FamilyRun.Detect(new ConstantModel().With("output", [1, 3, 6], rows), FamilyRun.Card(ModelFamily.Boxes6, 2));

        Assert.Equal(["b", "a"], found.Select(detection => detection.Label));
    }

    [Fact]
    public void RtdetrUltralytics_SharesOfTheInput_BecomePixels()
    {
        float[] rows = [0.25f, 0.375f, 0.25f, 0.25f, 0.1f, 0.7f, 0.2f, 0.5f, 0.5f, 0.5f, 0.5f, 0.1f];

        var found = FamilyRun.Detect(new ConstantModel().With("output0", [1, 2, 6], rows), FamilyRun.Card(ModelFamily.RtdetrUltralytics, 2));

        Assert.Equal(2, found.Length);
        FamilyRun.Equal("b", 0.7f, Box, found[0]);
    }

    [Fact]
    public void YoloNasFlat_RowsOfSeveralImages_GoToTheirOwn()
    {
        float[] rows = [0, 8, 16, 24, 32, 0.9f, 1, 1, 40, 40, 56, 56, 0.8f, 0, -1, 8, 16, 24, 32, 0.9f, 1];

        var found = FamilyRun.Detect(
            new ConstantModel { Batch = null }.With("flat", [3, 7], rows), FamilyRun.Card(ModelFamily.YoloNas, 2), pictures: 2);

        FamilyRun.Equal("b", 0.9f, Box, Assert.Single(found[0]));
        FamilyRun.Equal("a", 0.8f, new(40, 40, 56, 56), Assert.Single(found[1]));
    }

    [Fact]
    public void YoloNasTwoOutputs_OddNames_AreFoundByShape()
    {
        var (boxes, scores) = (new float[84 * 4], new float[84 * 2]);
        new[] { 8f, 16, 24, 32 }.CopyTo(boxes, 80 * 4);
        scores[(80 * 2) + 1] = 0.9f;

        var found = FamilyRun.Detect(
            new ConstantModel().With("graph2_899", [1, 84, 2], scores).With("graph2_885", [1, 84, 4], boxes), FamilyRun.Card(ModelFamily.YoloNas, 2));

        FamilyRun.Equal("b", 0.9f, Box, Assert.Single(found));
    }

    [Fact]
    public void Ssd_TableOfSeveralImages_EndsAtNoImage()
    {
        float[] rows = [0, 2, 0.9f, 0.125f, 0.25f, 0.375f, 0.5f, 1, 1, 0.8f, 0.5f, 0.5f, 1, 1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 0.9f, 0, 0, 1, 1];

        var found = FamilyRun.Detect(
            new ConstantModel { Batch = null }.With("detection_out", [1, 1, 4, 7], rows), FamilyRun.Card(ModelFamily.Ssd, 2), pictures: 2);

        FamilyRun.Equal("b", 0.9f, Box, Assert.Single(found[0]));
        FamilyRun.Equal("a", 0.8f, new(32, 32, 64, 64), Assert.Single(found[1]));
    }

    [Fact]
    public void Ssd_BackgroundNoneOnTheCard_CountsClassesFromZero()
    {
        float[] rows = [0, 0, 0.9f, 0.125f, 0.25f, 0.375f, 0.5f];

        var found = FamilyRun.Detect(
            new ConstantModel().With("out", [1, 1, 1, 7], rows), FamilyRun.Card(ModelFamily.Ssd, 2) with { BackgroundIndex = -1 });

        FamilyRun.Equal("a", 0.9f, Box, Assert.Single(found));
    }

    [Theory]
    [InlineData(ModelFamily.Yolov5, "output 'out' is [1,5,9], but family yolov5 with 2 labels has [n,anchors,7], or three raw maps [n,3*(7),rows,columns] of strides 8, 16, 32.")]
    [InlineData(ModelFamily.YoloNas, "output 'out' is [1,5,9], but family yolo_nas with 2 labels has [rows,7], or boxes [n,rows,4] (boxes or pred_boxes) and scores [n,rows,2] (scores or pred_scores).")]
    [InlineData(ModelFamily.Ssd, "output 'out' is [1,5,9], but family ssd with 2 labels has [1,1,rows,7].")]
    [InlineData(ModelFamily.Yolov10, "output 'out' is [1,5,9], but family yolov10 with 2 labels has [n,rows,6], or [n,6,anchors] of a one-to-many export.")]
    public void Load_ShapeOfNoSuchFamily_SaysWhatIsThereAndWhatFits(ModelFamily family, string expected)
    {
        var message = FamilyRun.Refusal(new ConstantModel().With("out", [1, 5, 9], new float[45]), FamilyRun.Card(family, 2));

        Assert.EndsWith(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelFamily.Yolox, "box_format")]
    [InlineData(ModelFamily.Boxes6, "activation")]
    public void Load_CardSaysWhatTheFamilyCannotFollow_IsRefused(ModelFamily family, string key)
    {
        var card = FamilyRun.Card(family, 1) with { BoxFormat = BoxFormat.Xyxy, Activation = Activation.Sigmoid };

        var message = FamilyRun.Refusal(new ConstantModel().With("out", [1, 84, 6], new float[504]), card);

        Assert.StartsWith($"Model 'm': the card's {key} means nothing for family", message, StringComparison.Ordinal);
    }

    // Channels first: the numbers at anchor 50, zeros elsewhere.
    private static ConstantModel Columns(int anchors, params float[] channels)
    {
        var values = new float[channels.Length * anchors];
        for (var i = 0; i < channels.Length; i++) values[(i * anchors) + 50] = channels[i];
        if (channels[4] < 0)
            for (var i = 4; i < channels.Length; i++)
                for (var anchor = 0; anchor < anchors; anchor++)
                    if (anchor != 50) values[(i * anchors) + anchor] = -9;
        return new ConstantModel().With("output0", [1, channels.Length, anchors], values);
    }
}
