using System.Globalization;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Nats.Formats;

/// <summary>A track as Frigate tells of an object: its state at one frame.</summary>
internal sealed record FrigateObject
{
    public required string Id { get; init; }

    public required string Label { get; init; }

    /// <summary>Seconds since 1970 at the first frame it was seen in.</summary>
    public required double StartTime { get; init; }

    /// <summary>Seconds since 1970 at this frame.</summary>
    public double FrameTime { get; init; }

    /// <summary>Seconds since 1970 at the last frame; null while it goes on.</summary>
    public double? EndTime { get; init; }

    public float Score { get; init; }

    public float TopScore { get; init; }

    public BoundingBox Box { get; init; }

    public (int Width, int Height) Picture { get; init; }

    /// <summary>Zones it is in, in the order it entered them.</summary>
    public IReadOnlyList<string> CurrentZones { get; init; } = [];

    /// <summary>Zones it was in.</summary>
    public IReadOnlyList<string> EnteredZones { get; init; } = [];

    public IReadOnlyList<ObjectAttribute> Attributes { get; init; } = [];

    /// <summary>Its id: the time of its first frame and its track.</summary>
    public static string IdOf(double start, long track) => string.Create(CultureInfo.InvariantCulture, $"{start:0.000000}-{track}");

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json, string camera)
    {
        var (x1, y1, x2, y2) = (Whole(Box.X1), Whole(Box.Y1), Whole(Box.X2), Whole(Box.Y2));
        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        json.WriteString("camera"u8, camera);
        json.WriteNumber("frame_time"u8, FrameTime);
        json.WriteString("label"u8, Label);
        json.WriteNull("sub_label"u8);
        json.WriteNumber("top_score"u8, TopScore);
        json.WriteBoolean("false_positive"u8, false);
        json.WriteNumber("start_time"u8, StartTime);
        if (EndTime is { } end) json.WriteNumber("end_time"u8, end);
        else json.WriteNull("end_time"u8);
        json.WriteNumber("score"u8, Score);
        WriteBox(json, "box"u8, x1, y1, x2, y2);
        json.WriteNumber("area"u8, (x2 - x1) * (y2 - y1));
        json.WriteNumber("ratio"u8, y2 > y1 ? Math.Round((x2 - x1) / (double)(y2 - y1), 3) : 0);
        WriteBox(json, "region"u8, 0, 0, Picture.Width, Picture.Height);
        json.WriteBoolean("active"u8, EndTime == null);
        json.WriteBoolean("stationary"u8, false);
        WriteTexts(json, "current_zones"u8, CurrentZones);
        WriteTexts(json, "entered_zones"u8, EnteredZones);
        json.WriteBoolean("has_clip"u8, false);
        json.WriteBoolean("has_snapshot"u8, false);
        json.WriteStartObject("attributes"u8);
        foreach (var attribute in Attributes) json.WriteNumber(attribute.Value, attribute.Score);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static int Whole(float value) => (int)MathF.Round(value);

    private static void WriteBox(Utf8JsonWriter json, ReadOnlySpan<byte> name, params ReadOnlySpan<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
