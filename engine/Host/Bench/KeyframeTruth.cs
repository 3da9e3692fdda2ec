using System.Globalization;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Host.Bench;

/// <summary>
/// Reads what is in each frame of a clip, where somebody knows: JSON lines as <c>sluice scene write</c> leaves them beside its clips, or else
/// lines of <c>frame,track,class</c>, as the judging script writes.
/// </summary>
internal static class KeyframeTruth
{
    /// <summary>Reads the file beside a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <returns>What is in each frame.</returns>
    /// <exception cref="UsageException">There is none, or it is damaged.</exception>
    public static ILookup<long, Detection> Beside(string clip)
    {
        string lines = Path.ChangeExtension(clip, ".truth.jsonl"), table = Path.ChangeExtension(clip, ".csv");
        if (File.Exists(lines)) return ReadLines(lines);
        return File.Exists(table) ? ReadTable(table) : throw new UsageException($"--truth: there is neither '{lines}' nor '{table}'.");
    }

    private static ILookup<long, Detection> ReadLines(string path)
    {
        var all = new List<(long Frame, Detection Detection)>();
        foreach (var line in File.ReadLines(path).Where(static line => line.Length > 0))
        {
            try
            {
                using var frame = JsonDocument.Parse(line);
                var number = frame.RootElement.GetProperty("frame").GetInt64();
                foreach (var item in frame.RootElement.GetProperty("objects").EnumerateArray())
                    if (!item.TryGetProperty("ignore", out var ignore) || !ignore.GetBoolean()) all.Add((number, Read(item)));
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new UsageException($"--truth: '{path}' has a line that is no truth: {fault.Message}");
            }
        }

        return all.ToLookup(static one => one.Frame, static one => one.Detection);
    }

    private static Detection Read(JsonElement item)
    {
        var box = item.GetProperty("box");
        // What a model found has a score, what is true has none.
        var score = item.TryGetProperty("score", out var said) ? said.GetSingle() : 1;
        return new(item.GetProperty("class_id").GetInt32(), item.GetProperty("label").GetString()!, score,
            new BoundingBox(box[0].GetSingle(), box[1].GetSingle(), box[2].GetSingle(), box[3].GetSingle())) { TrackId = item.GetProperty("track").GetInt64() };
    }

    // The lines say no boxes: all are the same. Those that do not begin with a number are left out.
    private static ILookup<long, Detection> ReadTable(string path)
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        return File.ReadLines(path)
            .Select(static line => line.Split(','))
            .Where(static parts => parts.Length >= 3 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToLookup(static parts => long.Parse(parts[0], CultureInfo.InvariantCulture), parts =>
            {
                var label = parts[2].Trim();
                if (!labels.TryGetValue(label, out var id)) labels[label] = id = labels.Count;
                return new Detection(id, label, 1, new BoundingBox(100, 60, 160, 120)) { TrackId = long.Parse(parts[1], CultureInfo.InvariantCulture) };
            });
    }
}
