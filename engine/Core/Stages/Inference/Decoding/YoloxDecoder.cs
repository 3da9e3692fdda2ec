namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// [n, cells, 5 + classes]: a row a grid cell of strides 8, 16 and 32, row by row: offsets dx, dy, log sizes, objectness, class scores,
/// all scores after their sigmoid. Score is objectness times the best class.
/// </summary>
/// <param name="width">Columns of the model's input.</param>
/// <param name="height">Rows of the model's input.</param>
internal sealed class YoloxDecoder(int width, int height) : IOutputDecoder
{
    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var output = outputs.Item(0, item);
        var row = (int)outputs.Shape(0)[2];
        var at = 0;
        foreach (var stride in OutputShapes.Strides)
        {
            for (var y = 0; y < height / stride; y++)
            {
                for (var x = 0; x < width / stride; x++, at += row)
                {
                    var objectness = output[at + 4];
                    if (objectness < threshold) continue; // class scores are at most 1
                    var classes = output.Slice(at + 5, row - 5);
                    var best = Highest.IndexOf(classes);
                    var score = objectness * classes[best];
                    if (score < threshold) continue;
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
