namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// Scores and distances of strides 8, 16 and 32, two outputs a stride. A side lies stride x sum(k softmax(bins)_k) from the middle of its
/// cell; sides are left, top, right, bottom.
/// </summary>
/// <param name="width">Columns of the model's input.</param>
/// <param name="classes">Reads the scores; without background.</param>
internal sealed class NanodetDecoder(int width, ClassReader classes) : IOutputDecoder
{
    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var least = classes.Least(threshold);
        for (var level = 0; level < OutputShapes.Strides.Length; level++)
        {
            var stride = OutputShapes.Strides[level];
            var columns = (width + stride - 1) / stride;
            var scores = outputs.Item(2 * level, item);
            var sides = outputs.Item((2 * level) + 1, item);
            var (row, sideRow) = ((int)outputs.Shape(2 * level)[2], (int)outputs.Shape((2 * level) + 1)[2]);
            for (var cell = 0; cell < scores.Length / row; cell++)
            {
                var (classId, score) = classes.Best(scores.Slice(cell * row, row), least);
                if (classId < 0 || score < threshold) continue;
                var bins = sides.Slice(cell * sideRow, sideRow);
                var (x, y) = ((cell % columns + 0.5f) * stride, (cell / columns + 0.5f) * stride);
                var length = sideRow / 4;
                into.Add(
                    new(x - (stride * Mean(bins[..length])), y - (stride * Mean(bins.Slice(length, length))),
                        x + (stride * Mean(bins.Slice(2 * length, length))), y + (stride * Mean(bins.Slice(3 * length, length)))),
                    score, classId, cell);
            }
        }
    }

    private static float Mean(ReadOnlySpan<float> bins)
    {
        var highest = bins[Highest.IndexOf(bins)];
        var (sum, weighted) = (0f, 0f);
        for (var k = 0; k < bins.Length; k++)
        {
            var share = MathF.Exp(bins[k] - highest);
            sum += share;
            weighted += k * share;
        }

        return weighted / sum;
    }
}
