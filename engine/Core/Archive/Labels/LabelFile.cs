using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Archive.Labels;

/// <summary>What an annotator said of a keyframe, beside its sidecar: the boxes, and what of the model's was changed.</summary>
/// <param name="Key">The keyframe.</param>
/// <param name="By">Who; empty where nobody said.</param>
/// <param name="At">When it was brought in.</param>
/// <param name="Changes">Every box of before and after.</param>
internal sealed record LabelFile(string Key, string By, DateTimeOffset At, IReadOnlyList<LabelledBox> Changes)
{
    /// <summary>Names the form.</summary>
    public const string Schema = "sluice.labels.v1";

    private static readonly JsonWriterOptions Form = new() { Indented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The engine that kept it; empty where nobody knows.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Its source's id; empty where nobody knows.</summary>
    public string Source { get; init; } = "";

    /// <summary>What is in the picture now.</summary>
    public ImmutableArray<ArchivedBox> Boxes { get; } =
    [
        .. Changes.Where(static one => one.Change != BoxChange.Removed)
            .Select(static one => new ArchivedBox(one.Was is { } was && was.Label == one.Label ? was.ClassId : -1, one.Label, 1, one.Box, one.Was?.Track, null)),
    ];

    /// <summary>How many boxes something was done to.</summary>
    public int Count(BoxChange change) => Changes.Count(one => one.Change == change);

    /// <summary>The file's bytes.</summary>
    public byte[] ToJson()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Form);
        json.WriteStartObject();
        json.WriteString("schema"u8, Schema);
        json.WriteString("key"u8, Key);
        if (By.Length > 0) json.WriteString("by"u8, By);
        json.WriteString("at"u8, At.UtcDateTime);
        json.WriteStartObject("changes"u8);
        foreach (var change in Enum.GetValues<BoxChange>()) json.WriteNumber(Config.Snake.Case(change.ToString()), Count(change));
        json.WriteEndObject();
        json.WriteStartArray("boxes"u8);
        foreach (var one in Changes)
        {
            json.WriteStartObject();
            WriteBox(json, one);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>One box's properties, within the caller's object.</summary>
    public static void WriteBox(Utf8JsonWriter json, LabelledBox one)
    {
        json.WriteString("change"u8, Config.Snake.Case(one.Change.ToString()));
        json.WriteString("label"u8, one.Label);
        WriteCorners(json, "box", one.Box);
        if (one.Was is not { } was || one.Change is BoxChange.Kept) return;
        json.WriteString("model_label"u8, was.Label);
        json.WriteNumber("model_class_id"u8, was.ClassId);
        json.WriteNumber("model_score"u8, was.Score);
        WriteCorners(json, "model_box", was.Box);
        if (was.Track is { } track) json.WriteNumber("track"u8, track);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It is none.</exception>
    public static LabelFile Parse(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        try
        {
            var changes = root.GetProperty("boxes").EnumerateArray().Select(static one =>
            {
                var change = Enum.Parse<BoxChange>(one.GetProperty("change").GetString()!, ignoreCase: true);
                var (label, box) = (one.GetProperty("label").GetString()!, Corners(one.GetProperty("box")));
                if (change == BoxChange.Added) return new LabelledBox(change, label, box, null);
                return new LabelledBox(change, label, box, new(
                    one.TryGetProperty("model_class_id", out var id) ? id.GetInt32() : -1,
                    one.TryGetProperty("model_label", out var was) ? was.GetString()! : label,
                    one.TryGetProperty("model_score", out var score) ? score.GetDouble() : 1,
                    one.TryGetProperty("model_box", out var there) ? Corners(there) : box,
                    one.TryGetProperty("track", out var track) ? track.GetInt64() : null,
                    null));
            }).ToList();
            return new(root.GetProperty("key").GetString()!, root.TryGetProperty("by", out var by) ? by.GetString()! : "", root.GetProperty("at").GetDateTimeOffset(), changes);
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"the labels miss something: {fault.Message}", fault);
        }
    }

    private static BoundingBox Corners(JsonElement json) => new(json[0].GetSingle(), json[1].GetSingle(), json[2].GetSingle(), json[3].GetSingle());

    private static void WriteCorners(Utf8JsonWriter json, string name, in BoundingBox box)
    {
        json.WriteStartArray(name);
        foreach (var value in new[] { box.X1, box.Y1, box.X2, box.Y2 }) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
