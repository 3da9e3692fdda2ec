namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// YOLOv5's three raw maps, of strides 8, 16 and 32: [n, 3 x (5 + classes), rows, columns] or [n, 3, rows, columns, 5 + classes], all before
/// the sigmoid. x = (2 s(x) - 0.5 + column) stride, w = (2 s(w))^2 anchor; score is objectness times the best class.
/// </summary>
/// <param name="anchors">Width and height of each anchor in pixels, 18 numbers; empty for those YOLOv5 is trained with.</param>
internal sealed class AnchorMapDecoder(IReadOnlyList<double> anchors) : IOutputDecoder
{
    private static readonly double[] Usual = [10, 13, 16, 30, 33, 23, 30, 61, 62, 45, 59, 119, 116, 90, 156, 198, 373, 326];
    private readonly float[] _anchors = [.. (anchors.Count == 0 ? Usual : anchors).Select(side => (float)side)];

    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var least = new ClassReader(Activation.Sigmoid).Least(threshold);
        for (var level = 0; level < outputs.Count; level++)
        {
            var shape = outputs.Shape(level);
            var isPlanar = shape.Length == 4;
            var (rows, columns) = ((int)shape[2], (int)shape[3]);
            var cells = rows * columns;
            var numbers = (int)(isPlanar ? shape[1] / 3 : shape[4]);
            var (step, cellStep) = isPlanar ? (cells, 1) : (1, numbers);
            var map = outputs.Item(level, item);
            for (var anchor = 0; anchor < 3; anchor++)
            {
                var part = map.Slice(anchor * cells * numbers, cells * numbers);
                for (var cell = 0; cell < cells; cell++)
                {
                    if (part[(cell * cellStep) + (4 * step)] < least) continue; // class scores are at most 1
                    Read(part[(cell * cellStep)..], step, numbers, threshold, OutputShapes.Strides[level],
                        cell % columns, cell / columns, _anchors.AsSpan(2 * ((3 * level) + anchor), 2), into);
                }
            }
        }
    }

    private static void Read(ReadOnlySpan<float> cell, int step, int numbers, float threshold, int stride, int column, int row,
        ReadOnlySpan<float> anchor, CandidateList into)
    {
        var best = 5;
        for (var i = 6; i < numbers; i++)
            if (cell[i * step] > cell[best * step]) best = i;
        var score = ClassReader.Sigmoid(cell[4 * step]) * ClassReader.Sigmoid(cell[best * step]);
        if (score < threshold) return;
        var x = ((2 * ClassReader.Sigmoid(cell[0])) - 0.5f + column) * stride;
        var y = ((2 * ClassReader.Sigmoid(cell[step])) - 0.5f + row) * stride;
        var width = 2 * ClassReader.Sigmoid(cell[2 * step]);
        var height = 2 * ClassReader.Sigmoid(cell[3 * step]);
        var (halfWidth, halfHeight) = (width * width * anchor[0] / 2, height * height * anchor[1] / 2);
        into.Add(new(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight), score, best - 5);
    }
}
