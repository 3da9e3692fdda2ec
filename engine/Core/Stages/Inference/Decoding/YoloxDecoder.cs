namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// [n, cells, 5 + classes]: a row a grid cell of strides 8, 16 and 32, row by row: offsets dx, dy, log sizes, objectness, class scores.
/// Score is objectness times the best class.
/// </summary>
/// <param name="width">Columns of the model's input.</param>
/// <param name="height">Rows of the model's input.</param>
/// <param name="classes">Reads objectness and scores; without background.</param>
internal sealed class YoloxDecoder(int width, int height, ClassReader classes) : IOutputDecoder
{
    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var output = outputs.Item(0, item);
        var row = (int)outputs.Shape(0)[2];
        var least = classes.Least(threshold);
        var at = 0;
        foreach (var stride in OutputShapes.Strides)
        {
            for (var y = 0; y < height / stride; y++)
            {
                for (var x = 0; x < width / stride; x++, at += row)
                {
                    if (output[at + 4] < least) continue; // class scores are at most 1
                    var (best, score) = classes.Best(output.Slice(at + 5, row - 5), least);
                    score *= classes.Confidence(output[at + 4]);
                    if (best < 0 || score < threshold) continue;
                    var centerX = (output[at] + x) * stride;
                    var centerY = (output[at + 1] + y) * stride;
                    var halfWidth = MathF.Exp(output[at + 2]) * stride / 2;
                    var halfHeight = MathF.Exp(output[at + 3]) * stride / 2;
                    into.Add(new(centerX - halfWidth, centerY - halfHeight, centerX + halfWidth, centerY + halfHeight), score, best);
                }
            }
        }
    }
}
