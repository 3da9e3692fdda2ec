namespace Sluice.Core.Stages.Inference;

/// <summary>What can be wrong with a card on its own, beyond the types of its values.</summary>
public static class ModelCardChecks
{
    /// <summary>Every fault of a card.</summary>
    /// <param name="card">The card.</param>
    /// <returns>For each fault the key, <c>snake_case</c>, and what would be right.</returns>
    public static IEnumerable<(string Key, string Message)> Faults(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (card.Mean.Count is not (0 or 3)) yield return ("mean", $"has {card.Mean.Count} values; give one a colour channel, 3, or none");
        if (card.Std.Count is not (0 or 3)) yield return ("std", $"has {card.Std.Count} values; give one a colour channel, 3, or none");
        if (card.Std.Any(deviation => deviation == 0 || !double.IsFinite(deviation)))
            yield return ("std", $"[{string.Join(", ", card.Std)}] divides by zero; give the deviation of each channel, above 0");
        if (card.Mean.Any(mean => !double.IsFinite(mean))) yield return ("mean", "holds a value that is no number");
        if (card.Scale == 0 || !double.IsFinite(card.Scale))
            yield return ("scale", $"is {card.Scale}; give the factor on samples of 0..255, such as 1 or 0.00392156862745098");
        if (card.Pad is < 0 or > 255) yield return ("pad", $"is {card.Pad}; give a sample value, 0 to 255");
        if (card.Score is < 0 or > 1) yield return ("score", $"is {card.Score}; give a confidence, 0 to 1");
        if (card.Iou is < 0 or > 1) yield return ("iou", $"is {card.Iou}; give an overlap, 0 to 1");
        if (card.MaxDetections < 1) yield return ("max_detections", $"is {card.MaxDetections}; give 1 or more");
        if (card.BackgroundIndex is < -1) yield return ("background_index", $"is {card.BackgroundIndex}; give a class number, or -1 for none");
        if (card.Anchors.Count is not (0 or 18) || card.Anchors.Any(side => !(side > 0)))
            yield return ("anchors", $"has {card.Anchors.Count} values; give 18 above 0: width and height of three anchors for each of strides 8, 16, 32");
        if (card.Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
            yield return ("sha256", $"is '{hash}'; give the 64 hexadecimal digits that sha256sum prints");
        if (card.Width is < 1) yield return ("width", $"is {card.Width}; give the columns of the model's input");
        if (card.Height is < 1) yield return ("height", $"is {card.Height}; give the rows of the model's input");
        foreach (var fault in card.Golden == null ? [] : Faults(card.Golden)) yield return fault;
    }

    private static IEnumerable<(string Key, string Message)> Faults(Golden golden)
    {
        if (golden.Image.Length == 0) yield return ("golden.image", "is missing; name a JPEG or PNG file");
        if (golden.Boxes.Count == 0 && golden.Class == null && golden.Embedding.Count == 0)
            yield return ("golden", "expects nothing; give boxes, class or embedding, or have `sluice models check MODEL --image FILE --write` record them");
        for (var i = 0; i < golden.Boxes.Count; i++)
        {
            if (golden.Boxes[i].Box.Count != 4) yield return ($"golden.boxes[{i}].box", "is not x1, y1, x2, y2");
            if ((golden.Boxes[i].Label == null) == (golden.Boxes[i].Class == null))
                yield return ($"golden.boxes[{i}]", "needs a label or a class number, one of them");
        }
    }
}
