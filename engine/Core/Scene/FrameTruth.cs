using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Core.Scene;

/// <summary>Everything that is true of one frame; written as one line of JSON.</summary>
/// <param name="Frame">Index from 0.</param>
/// <param name="PtsTime">Seconds from the first frame.</param>
/// <param name="Attributes">What holds for the whole frame.</param>
/// <param name="Objects">What shows, nearest last.</param>
public sealed record FrameTruth(
    [property: JsonPropertyName("frame")] int Frame,
    [property: JsonPropertyName("pts_time")] double PtsTime,
    [property: JsonPropertyName("attributes")] FrameAttributes Attributes,
    [property: JsonPropertyName("objects")] IReadOnlyList<TruthObject> Objects)
{
    /// <summary>The classes, by id.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["person", "cyclist", "car", "truck", "bus", "animal"];

    /// <summary>One line of JSON without its line end; <c>docs/ground-truth.md</c> describes it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);
}
