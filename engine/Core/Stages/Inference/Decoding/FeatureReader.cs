using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Makes a vector of what a model sees in a whole picture before it says what that is: the features that its card names.</summary>
/// <param name="model">Id of the model.</param>
internal sealed class FeatureReader(string model)
{
    // Where things are matters as much as what they are; more parts make vectors long for little.
    private const int Parts = 2;

    /// <summary>Reads a picture's.</summary>
    /// <param name="features">One output: [n, length], or maps [n, channels, rows, columns], which are averaged over 2 x 2 parts.</param>
    /// <param name="item">Which picture of the batch.</param>
    /// <returns>Of length 1; null where the model gave zeros, or numbers that are none.</returns>
    public FrameVector? Read(OutputSet features, int item)
    {
        var shape = features.Shape(0);
        var values = features.Item(0, item);
        var vector = shape.Length == 4 ? Average(values, (int)shape[1], (int)shape[2], (int)shape[3]) : values.ToArray();
        return VectorHead.TryMakeUnit(vector) ? new(model, vector) : null;
    }

    private static float[] Average(ReadOnlySpan<float> maps, int channels, int rows, int columns)
    {
        var vector = new float[channels * Parts * Parts];
        for (var c = 0; c < channels; c++)
        {
            for (var part = 0; part < Parts * Parts; part++)
            {
                // Maps of one row or column are in both parts.
                var (top, left) = (part / Parts * rows / Parts, part % Parts * columns / Parts);
                var (bottom, right) = (Math.Max(top + 1, ((part / Parts) + 1) * rows / Parts), Math.Max(left + 1, ((part % Parts) + 1) * columns / Parts));
                var sum = 0f;
                for (var y = top; y < bottom; y++)
                    foreach (var value in maps.Slice((((c * rows) + y) * columns) + left, right - left)) sum += value;
                vector[(c * Parts * Parts) + part] = sum / ((bottom - top) * (right - left));
            }
        }

        return vector;
    }
}
