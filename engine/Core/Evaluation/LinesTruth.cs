using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.Core.Evaluation;

/// <summary>
/// Reads our own truth, one JSON object a frame with <c>frame</c> from 0 and <c>objects</c> of <c>class_id</c>, <c>label</c>, <c>box</c>,
/// <c>ignore</c> and <c>track</c> (docs/ground-truth.md).
/// </summary>
internal static class LinesTruth
{
    public static TruthSet Read(string path, IReadOnlyList<string> labels)
    {
        var map = new ClassMap(labels);
        var pictures = ImmutableArray.CreateBuilder<TruthPicture>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                pictures.Add(Read(document.RootElement, map));
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new InvalidDataException($"{path}:{number}: no line of truth: {fault.Message}", fault);
            }
        }

        return new(pictures.ToImmutable(), map.LeftOut);
    }

    private static TruthPicture Read(JsonElement frame, ClassMap map)
    {
        var boxes = ImmutableArray.CreateBuilder<TruthBox>();
        foreach (var item in frame.GetProperty("objects").EnumerateArray())
        {
            var name = item.TryGetProperty("label", out var label) ? label.GetString() : null;
            if (map.Find(name, item.GetProperty("class_id").GetInt32()) is not { } classId) continue;
            var box = item.GetProperty("box");
            boxes.Add(new(classId, new(box[0].GetSingle(), box[1].GetSingle(), box[2].GetSingle(), box[3].GetSingle()),
                item.TryGetProperty("ignore", out var ignore) && ignore.GetBoolean(),
                item.TryGetProperty("track", out var track) ? track.GetInt64() : null));
        }

        return new(null, frame.GetProperty("frame").GetInt64(), boxes.ToImmutable());
    }
}
