namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>A row a detection: box, score and class number in columns; perhaps the image too, where one table is of all images.</summary>
internal sealed class TableDecoder : IOutputDecoder
{
    /// <summary>Reads a box.</summary>
    public required BoxReader Box { get; init; }

    /// <summary>The column of the image's number; -1 for none.</summary>
    public int ImageColumn { get; init; } = -1;

    /// <summary>The first column of the box.</summary>
    public required int BoxColumn { get; init; }

    /// <summary>The column of the score.</summary>
    public required int ScoreColumn { get; init; }

    /// <summary>The column of the class.</summary>
    public required int ClassColumn { get; init; }

    /// <summary>The class that is the background; -1 for none.</summary>
    public int Background { get; init; } = -1;

    /// <summary>Whether a row of image -1 ends the table; otherwise it is an empty row.</summary>
    public bool EndsAtNoImage { get; init; }

    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var table = outputs.Item(0, item);
        var length = (int)outputs.Shape(0)[^1];
        for (var i = 0; i < table.Length / length; i++)
        {
            var row = table.Slice(i * length, length);
            if (ImageColumn >= 0)
            {
                if (EndsAtNoImage && row[ImageColumn] < 0) break;
                if ((int)MathF.Round(row[ImageColumn]) != item) continue;
            }

            if (row[ScoreColumn] < threshold) continue;
            var classId = LabelledDecoder.ClassOf(row[ClassColumn], Background);
            if (classId >= 0) into.Add(Box.Read(row.Slice(BoxColumn, 4)), row[ScoreColumn], classId, i);
        }
    }
}
