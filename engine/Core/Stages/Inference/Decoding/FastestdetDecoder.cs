namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// [n, 5 + classes, rows, columns]: objectness, box, class shares. score = objectness^0.6 x class^0.4; x = (tanh(x) + column) / columns,
/// w = sigmoid(w), as shares of the input.
/// </summary>
/// <param name="width">Columns of the model's input.</param>
/// <param name="height">Rows of the model's input.</param>
internal sealed class FastestdetDecoder(int width, int height) : IOutputDecoder
{
    private const float ObjectnessPower = 0.6f;

    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var shape = outputs.Shape(0);
        var (channels, rows, columns) = ((int)shape[1], (int)shape[2], (int)shape[3]);
        var cells = rows * columns;
        var image = outputs.Item(0, item);
        var least = MathF.Pow(threshold, 1 / ObjectnessPower); // class shares are at most 1
        for (var cell = 0; cell < cells; cell++)
        {
            if (image[cell] < least) continue;
            var best = 5;
            for (var channel = 6; channel < channels; channel++)
                if (image[(channel * cells) + cell] > image[(best * cells) + cell]) best = channel;
            var score = MathF.Pow(image[cell], ObjectnessPower) * MathF.Pow(image[(best * cells) + cell], 1 - ObjectnessPower);
            if (!(score >= threshold)) continue;
            var x = (MathF.Tanh(image[cells + cell]) + cell % columns) / columns * width;
            var y = (MathF.Tanh(image[(2 * cells) + cell]) + cell / columns) / rows * height;
            var halfWidth = ClassReader.Sigmoid(image[(3 * cells) + cell]) * width / 2;
            var halfHeight = ClassReader.Sigmoid(image[(4 * cells) + cell]) * height / 2;
            into.Add(new(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight), score, best - 5, cell);
        }
    }
}
