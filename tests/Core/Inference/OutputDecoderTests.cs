using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Decoding;

namespace Sluice.Tests.Inference;

/// <summary>Tensors made by hand, each with one object in the second image of a batch.</summary>
public sealed class OutputDecoderTests
{
    [Fact]
    public void Yolox_OneCell_GivesItsBox()
    {
        // 32x32: 16 + 4 + 1 cells; the cell at column 2, row 1 of stride 8 is row 6.
        var output = new float[2 * 21 * 8];
        new[] { 0.5f, 0.25f, MathF.Log(2), MathF.Log(1.5f), 0.8f, 0.1f, 0.9f, 0.2f }.CopyTo(output, (21 + 6) * 8);

        var found = Decode(new YoloxDecoder(32, 32, new(Activation.None)), output, [2, 21, 8]);

        Equal(new(20 - 8, 10 - 6, 20 + 8, 10 + 6), 0.72f, 1, found);
    }

    [Fact]
    public void Yolox_LastCell_IsOfTheWidestStride()
    {
        var output = new float[2 * 21 * 6];
        new[] { 0.5f, 0.5f, 0, 0, 1, 1 }.CopyTo(output, (21 + 20) * 6);

        Equal(new(0, 0, 32, 32), 1, 0, Decode(new YoloxDecoder(32, 32, new(Activation.None)), output, [2, 21, 6]));
    }

    [Fact]
    public void Yolov8_OneAnchor_GivesItsBox()
    {
        const int Anchors = 1001, Channels = 4 + 3;
        var output = new float[2 * Channels * Anchors];
        float[] anchor = [100, 60, 20, 10, 0.1f, 0.2f, 0.7f];
        for (var i = 0; i < Channels; i++) output[(((1 * Channels) + i) * Anchors) + 999] = anchor[i];

        Equal(new(90, 55, 110, 65), 0.7f, 2, Decode(new Yolov8Decoder(new(BoxFormat.Cxcywh, 1, 1), new(Activation.None)), output, [2, Channels, Anchors]));
    }

    [Fact]
    public void Boxes6_OneRow_GivesItsBox()
    {
        var output = new float[2 * 5 * 6];
        for (var i = 0; i < 10; i++) output[(i * 6) + 5] = -1;
        new[] { 1f, 2, 30, 40, 0.9f, 7 }.CopyTo(output, (5 + 3) * 6);
        new[] { 1f, 2, 30, 40, 0.9f, -1 }.CopyTo(output, (5 + 4) * 6);

        Equal(new(1, 2, 30, 40), 0.9f, 7, Decode(new TableDecoder { Box = new(BoxFormat.Xyxy, 1, 1), BoxColumn = 0, ScoreColumn = 4, ClassColumn = 5 }, output, [2, 5, 6]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AllFinite_OneThatIsNot_SaysSo(float value)
    {
        for (var at = 0; at < 37; at++)
        {
            var values = new float[37];
            Assert.True(Highest.AllFinite(values));
            values[at] = value;
            Assert.False(Highest.AllFinite(values));
        }
    }

    private static CandidateList Decode(IOutputDecoder decoder, float[] output, long[] shape)
    {
        var found = new CandidateList();
        var outputs = new OutputSet(2, (shape, output));
        decoder.Decode(outputs, 0, 0.3f, found);
        Assert.Equal(0, found.Count);
        decoder.Decode(outputs, 1, 0.3f, found);
        return found;
    }

    private static void Equal(BoundingBox box, float score, int classId, CandidateList found)
    {
        Assert.Equal(1, found.Count);
        Assert.Equal(classId, found.Classes[0]);
        Assert.Equal(score, found.Scores[0], 5);
        Assert.True(found.Boxes[0].IoU(box) > 0.9999, $"{found.Boxes[0]}, expected {box}");
    }
}
