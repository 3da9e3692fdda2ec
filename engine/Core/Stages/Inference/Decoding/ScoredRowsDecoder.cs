namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>A row a candidate: four numbers of its box, perhaps an objectness, and a score a class; boxes and scores in one output or in two.</summary>
internal sealed class ScoredRowsDecoder : IOutputDecoder
{
    /// <summary>Reads the first four numbers of a row of output 0.</summary>
    public required BoxReader Box { get; init; }

    /// <summary>Reads the scores.</summary>
    public required ClassReader Classes { get; init; }

    /// <summary>The output that holds the scores.</summary>
    public int ScoreOutput { get; init; }

    /// <summary>The column at which the scores start.</summary>
    public int FirstClass { get; init; }

    /// <summary>The column of the objectness that multiplies all scores; -1 for none.</summary>
    public int Objectness { get; init; } = -1;

    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var boxes = outputs.Item(0, item);
        var scores = outputs.Item(ScoreOutput, item);
        var (boxRow, scoreRow) = ((int)outputs.Shape(0)[^1], (int)outputs.Shape(ScoreOutput)[^1]);
        var least = Classes.Least(threshold);
        for (var i = 0; i < boxes.Length / boxRow; i++)
        {
            var row = scores.Slice(i * scoreRow, scoreRow);
            var objectness = 1f;
            if (Objectness >= 0)
            {
                if (row[Objectness] < least) continue; // class scores are at most 1
                objectness = Classes.Confidence(row[Objectness]);
            }

            var (classId, confidence) = Classes.Best(row[FirstClass..], least);
            confidence *= objectness;
            if (classId >= 0 && confidence >= threshold) into.Add(Box.Read(boxes.Slice(i * boxRow, 4)), confidence, classId, i);
        }
    }
}
