namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// [n, rows, 6], or [rows, 6] for one image: x1, y1, x2, y2 in input pixels, score, class. A row of class -1 is empty.
/// </summary>
internal sealed class Boxes6Decoder : IOutputDecoder
{
    private const int Row = 6;

    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var output = outputs.Item(0, item);
        for (var i = 0; i < output.Length / Row; i++)
        {
            var row = output.Slice(i * Row, Row);
            if (row[4] < threshold || row[5] < 0) continue;
            into.Add(new(row[0], row[1], row[2], row[3]), row[4], (int)MathF.Round(row[5]));
        }
    }
}
