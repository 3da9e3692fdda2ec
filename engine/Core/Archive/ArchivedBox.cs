using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Archive;

/// <summary>An object in an archived keyframe.</summary>
/// <param name="ClassId">Index into the model's labels.</param>
/// <param name="Label">The class.</param>
/// <param name="Score">Confidence, 0 to 1.</param>
/// <param name="Box">Where, in pixels of the picture.</param>
/// <param name="Track">Its track; null for none.</param>
/// <param name="Model">The model that found it; null where nobody knows.</param>
internal sealed record ArchivedBox(int ClassId, string Label, double Score, BoundingBox Box, long? Track, string? Model)
{
    /// <summary>Reads a detection of a sidecar.</summary>
    public static ArchivedBox Parse(JsonElement json)
    {
        var box = json.GetProperty("box");
        return new(
            json.GetProperty("class_id").GetInt32(),
            json.GetProperty("label").GetString()!,
            json.GetProperty("score").GetDouble(),
            new(box[0].GetSingle(), box[1].GetSingle(), box[2].GetSingle(), box[3].GetSingle()),
            json.TryGetProperty("track", out var track) ? track.GetInt64() : null,
            json.TryGetProperty("model", out var model) ? model.GetString() : null);
    }
}
