using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Core.Evaluation;

/// <summary>How well a model finds what is there.</summary>
public sealed record EvaluationResult
{
    /// <summary>Mean average precision over overlaps 0.50 to 0.95 and the classes that have truth.</summary>
    public required double Map50To95 { get; init; }

    /// <summary>Mean average precision at overlap 0.50.</summary>
    public required double Map50 { get; init; }

    /// <summary>By label, for the classes that have truth.</summary>
    public required ImmutableSortedDictionary<string, ClassResult> PerClass { get; init; }

    /// <summary>Pictures looked at.</summary>
    public required int Images { get; init; }

    /// <summary>Truth whose class the model does not have, by name: objects not looked at.</summary>
    public ImmutableSortedDictionary<string, int> LeftOut { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>How well objects are followed; null when no tracker was asked for or the truth numbers no objects.</summary>
    public TrackingResult? Tracking { get; init; }

    /// <summary>One JSON object; figures rounded to four places, keys as documented for <c>sluice eval --json</c>.</summary>
    public string ToJson()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteNumber("map_50_95", Rounded(Map50To95));
            json.WriteNumber("map_50", Rounded(Map50));
            json.WriteStartObject("per_class");
            foreach (var (label, result) in PerClass)
            {
                json.WriteStartObject(label);
                json.WriteNumber("ap_50_95", Rounded(result.Ap50To95));
                json.WriteNumber("ap_50", Rounded(result.Ap50));
                json.WriteNumber("truth", result.Truth);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteNumber("images", Images);
            if (!LeftOut.IsEmpty)
            {
                json.WriteStartObject("left_out");
                foreach (var (name, count) in LeftOut) json.WriteNumber(name, count);
                json.WriteEndObject();
            }

            Tracking?.Write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    /// <summary>A table in plain text, the whole first, then a line a class.</summary>
    public string ToTable()
    {
        var width = Math.Max(5, PerClass.Keys.Select(label => label.Length).DefaultIfEmpty(0).Max());
        var table = new StringBuilder();
        Line(table, width, "class", "AP 50:95", "AP 50", "truth");
        Line(table, width, "all", Text(Map50To95), Text(Map50), PerClass.Values.Sum(result => result.Truth).ToString(CultureInfo.InvariantCulture));
        foreach (var (label, result) in PerClass)
            Line(table, width, label, Text(result.Ap50To95), Text(result.Ap50), result.Truth.ToString(CultureInfo.InvariantCulture));
        table.Append(CultureInfo.InvariantCulture, $"{Images} pictures");
        foreach (var (name, count) in LeftOut) table.Append(CultureInfo.InvariantCulture, $", {count} of '{name}' left out: the model has no such class");
        table.AppendLine();
        Tracking?.Append(table);
        return table.ToString();
    }

    private static void Line(StringBuilder table, int width, string label, string ap, string ap50, string truth)
        => table.Append(label.PadRight(width)).Append(ap.PadLeft(10)).Append(ap50.PadLeft(8)).Append(truth.PadLeft(7)).AppendLine();

    private static double Rounded(double value) => Math.Round(value, 4);

    private static string Text(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
