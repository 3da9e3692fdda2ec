using System.Text.Json.Serialization;

namespace Sluice.Core.Scene;

/// <summary>One object of a frame, as it really is.</summary>
/// <param name="Track">Its number, the same in every frame of the clip.</param>
/// <param name="ClassId">Index into <see cref="FrameTruth.Labels"/>.</param>
/// <param name="Label">Its class in words.</param>
/// <param name="Box">x1, y1, x2, y2 in pixels: its whole extent, hidden parts too, cut to the picture.</param>
/// <param name="Visible">Share of its pixels in the picture that nothing hides, 0 to 1.</param>
/// <param name="Truncated">Share of its extent that lies outside the picture, 0 to 1.</param>
/// <param name="Ignore">Too hidden, too small or too cut to be held against a detector.</param>
public sealed record TruthObject(
    [property: JsonPropertyName("track")] int Track,
    [property: JsonPropertyName("class_id")] int ClassId,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("box")] double[] Box,
    [property: JsonPropertyName("visible")] double Visible,
    [property: JsonPropertyName("truncated")] double Truncated,
    [property: JsonPropertyName("ignore"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Ignore);
