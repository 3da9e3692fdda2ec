namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Outputs 0 to 2 hold boxes, the score of each, the class number of each; output 3, where there is one, how many are valid.</summary>
internal sealed class LabelledDecoder : IOutputDecoder
{
    /// <summary>Reads a box.</summary>
    public required BoxReader Box { get; init; }

    /// <summary>The class that is the background; -1 for none.</summary>
    public int Background { get; init; } = -1;

    /// <summary>A class number with the background not counted; -1 for the background and for empty rows.</summary>
    /// <param name="number">As the model gives it.</param>
    /// <param name="background">The background's; -1 for none.</param>
    public static int ClassOf(float number, int background)
    {
        var classId = (int)MathF.Round(number);
        if (classId == background || classId < 0) return -1;
        return background >= 0 && classId > background ? classId - 1 : classId;
    }

    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var boxes = outputs.Item(0, item);
        var scores = outputs.Item(1, item);
        var classes = outputs.Item(2, item);
        var count = outputs.Count < 4 ? scores.Length : Math.Clamp((int)outputs.Item(3, item)[0], 0, scores.Length);
        for (var i = 0; i < count; i++)
        {
            if (scores[i] < threshold) continue;
            var classId = ClassOf(classes[i], Background);
            if (classId >= 0) into.Add(Box.Read(boxes.Slice(4 * i, 4)), scores[i], classId, i);
        }
    }
}
