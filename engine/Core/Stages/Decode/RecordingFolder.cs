using System.Globalization;
using System.Text.Json;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// Lists the recordings of a folder in name order. Beside <c>a.mp4</c> a file <c>a.json</c> or <c>a.mp4.json</c> may say when it began:
/// <c>{"started_at": "2026-03-01T08:00:00Z"}</c>.
/// </summary>
internal static class RecordingFolder
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".mkv", ".webm", ".avi", ".mov", ".ts", ".m2ts", ".mts", ".flv", ".wmv", ".asf", ".mpg", ".mpeg", ".m4v", ".3gp",
        ".h264", ".h265", ".hevc", ".264", ".265", ".mjpeg", ".mjpg", ".ogv",
    };

    /// <summary>Whether a file's name is that of a recording.</summary>
    public static bool IsMedia(string file) => Extensions.Contains(Path.GetExtension(file));

    /// <summary>What a source's path holds: the file itself, or each recording in the folder.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="FileNotFoundException">Nothing is there, or the folder holds no recording.</exception>
    public static IReadOnlyList<Recording> List(string path)
    {
        if (File.Exists(path)) return [new(path, null, StartOf(path))];
        if (!Directory.Exists(path)) throw new FileNotFoundException($"Neither a file nor a folder: '{path}'.");
        var recordings = Directory.EnumerateFiles(path)
            .Where(file => Extensions.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal)
            .Select(file => new Recording(file, Path.GetFileName(file), StartOf(file)))
            .ToList();
        return recordings.Count > 0
            ? recordings
            : throw new FileNotFoundException($"The folder '{path}' holds no recording ({string.Join(' ', Extensions.Order())}).");
    }

    private static DateTimeOffset? StartOf(string file)
    {
        foreach (var beside in new[] { file + ".json", Path.ChangeExtension(file, ".json") })
        {
            if (!File.Exists(beside)) continue;
            using var document = JsonDocument.Parse(File.ReadAllBytes(beside));
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("started_at", out var at)) continue;
            if (at.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(at.GetString(), CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal, out var start)) return start;
            throw new InvalidDataException($"{beside}: started_at is '{at}'; an ISO 8601 time such as 2026-03-01T08:00:00Z would be right.");
        }

        return null;
    }
}
