using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>Writes values of a card as YAML.</summary>
public static partial class CardText
{
    /// <summary>A text, in quotes where it needs them.</summary>
    public static string Scalar(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Plain().IsMatch(text) && !Reserved().IsMatch(text) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal).ReplaceLineEndings(" ")}'";
    }

    /// <summary>A list of texts.</summary>
    public static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(Scalar))}]";

    /// <summary>A number.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A list of numbers.</summary>
    public static string List(IEnumerable<double> items) => $"[{string.Join(", ", items.Select(Number))}]";

    /// <summary>A golden image, as the block of a card.</summary>
    /// <param name="golden">What to write.</param>
    /// <returns>Lines from <c>golden:</c> on, ending in a line feed.</returns>
    public static string Block(Golden golden)
    {
        ArgumentNullException.ThrowIfNull(golden);
        var text = new StringBuilder($"golden:\n  image: {Scalar(golden.Image)}\n");
        if (golden.Class != null) text.Append($"  class: {Scalar(golden.Class)}\n");
        if (golden.Embedding.Count > 0) text.Append($"  embedding: {List(golden.Embedding)}\n");
        if (golden.Boxes.Count > 0) text.Append("  boxes:\n");
        foreach (var box in golden.Boxes)
        {
            var of = box.Label != null ? $"label: {Scalar(box.Label)}" : $"class: {box.Class}";
            text.Append($"    - {{ {of}, score: {Number(box.Score)}, box: {List(box.Box)} }}\n");
        }

        return text.ToString();
    }

    /// <summary>Puts a golden image into a card's text, in the place of the one that is there.</summary>
    /// <param name="card">The card's text.</param>
    /// <param name="golden">What to write.</param>
    public static string WithGolden(string card, Golden golden)
    {
        ArgumentNullException.ThrowIfNull(card);
        var lines = card.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').ToList();
        var start = lines.FindIndex(line => line.StartsWith("golden:", StringComparison.Ordinal));
        if (start >= 0)
        {
            var end = lines.FindIndex(start + 1, line => line.Length > 0 && line[0] is not (' ' or '\t'));
            lines.RemoveRange(start, (end < 0 ? lines.Count : end) - start);
        }

        return $"{string.Join('\n', lines).TrimEnd('\n')}\n{Block(golden)}";
    }

    [GeneratedRegex("^[A-Za-z0-9_/][A-Za-z0-9 _./()-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    // What YAML would read as something else than a text, and ends that it would cut.
    [GeneratedRegex("^(true|false|null|yes|no|on|off|[0-9.][0-9.eE_+-]*)$| $", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
