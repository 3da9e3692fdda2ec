using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.Core.Archive;

/// <summary>A keyframe as its sidecar tells of it.</summary>
internal sealed record ArchivedKeyframe
{
    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>Its source's id.</summary>
    public required string Source { get; init; }

    /// <summary>The frame's id.</summary>
    public required Guid FrameId { get; init; }

    /// <summary>The frame's number.</summary>
    public long Frame { get; init; }

    /// <summary>Seconds into the recording; null where the source has none.</summary>
    public double? PtsSeconds { get; init; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset CapturedAt { get; init; }

    /// <summary>When it was taken on the source's clock, in seconds; null where it doesn't say.</summary>
    public double? At { get; init; }

    /// <summary>When it was kept.</summary>
    public DateTimeOffset KeptAt { get; init; }

    /// <summary>When its period began.</summary>
    public DateTimeOffset Period { get; init; }

    /// <summary>The engine's name.</summary>
    public string Engine { get; init; } = "";

    /// <summary>The engine's run; empty where nobody knew.</summary>
    public string Run { get; init; } = "";

    /// <summary>The graph's revision; empty where nobody knew.</summary>
    public string Config { get; init; } = "";

    /// <summary>Columns of the picture.</summary>
    public int Width { get; init; }

    /// <summary>Rows of the picture.</summary>
    public int Height { get; init; }

    /// <summary>What the model and the tracker said is in it.</summary>
    public ImmutableArray<ArchivedBox> Boxes { get; init; } = [];

    /// <summary>What choosing it gained.</summary>
    public double Score { get; init; }

    /// <summary>Why it was chosen, by name.</summary>
    public IReadOnlyDictionary<string, double> Reasons { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>How many frames it stands for.</summary>
    public double StandsFor { get; init; }

    /// <summary>The rarest thing about it; null where nothing was.</summary>
    public string? RareCell { get; init; }

    /// <summary>How surprising that was, in bits.</summary>
    public double Surprise { get; init; }

    /// <summary>The rule that asked for it; null for none.</summary>
    public string? Trigger { get; init; }

    /// <summary>Whether chance drew it.</summary>
    public bool IsRandom { get; init; }

    /// <summary>What would be lost without it.</summary>
    public double Loss { get; init; }

    /// <summary>Whether it was pinned when it was kept.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Mean luma, 0 to 255.</summary>
    public double? Luma { get; init; }

    /// <summary>Models by id with the SHA-256 of their file.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Names the embedding's feature space.</summary>
    public string Space { get; init; } = "";

    /// <summary>Its appearance; empty for none.</summary>
    public float[] Embedding { get; init; } = [];

    /// <summary>64 x 64 luma; empty for none.</summary>
    public byte[] Thumbnail { get; init; } = [];

    /// <summary>All of the sidecar, for those who look for a text in it.</summary>
    public string Text { get; init; } = "";

    /// <summary>Reads a sidecar.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It is no sidecar of a keyframe.</exception>
    public static ArchivedKeyframe Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out var schema) || schema.GetString() != KeyframeSidecar.Schema)
            throw new FormatException($"it is no '{KeyframeSidecar.Schema}'");
        try
        {
            var why = root.GetProperty("why");
            return new()
            {
                Key = root.GetProperty("key").GetString()!,
                Source = root.GetProperty("source").GetString()!,
                FrameId = root.GetProperty("id").GetGuid(),
                Frame = root.GetProperty("frame").GetInt64(),
                PtsSeconds = Number(root, "pts_time"),
                CapturedAt = root.GetProperty("captured_at").GetDateTimeOffset(),
                At = Number(root, "at"),
                KeptAt = root.GetProperty("kept_at").GetDateTimeOffset(),
                Period = root.GetProperty("period").GetDateTimeOffset(),
                Engine = root.GetProperty("engine").GetString()!,
                Config = TextOf(root, "config") ?? "",
                Run = TextOf(root, "run") ?? "",
                Width = root.GetProperty("width").GetInt32(),
                Height = root.GetProperty("height").GetInt32(),
                Boxes = [.. root.GetProperty("detections").EnumerateArray().Select(ArchivedBox.Parse)],
                Score = why.GetProperty("score").GetDouble(),
                Reasons = why.GetProperty("reasons").EnumerateObject().ToDictionary(static one => one.Name, static one => one.Value.GetDouble()),
                StandsFor = why.GetProperty("stands_for").GetDouble(),
                RareCell = TextOf(why, "rare_cell"),
                Surprise = Number(why, "surprise") ?? 0,
                Trigger = TextOf(why, "trigger"),
                IsRandom = why.GetProperty("random").GetBoolean(),
                Loss = why.GetProperty("loss").GetDouble(),
                IsPinned = why.GetProperty("pinned").GetBoolean(),
                Luma = Number(root, "luma"),
                Models = root.GetProperty("models").EnumerateObject().ToDictionary(static one => one.Name, static one => one.Value.GetString()!),
                Space = TextOf(root, "space") ?? "",
                Embedding = root.TryGetProperty("embedding", out var embedding) ? MemoryMarshal.Cast<byte, float>(embedding.GetBytesFromBase64()).ToArray() : [],
                Thumbnail = root.TryGetProperty("thumbnail", out var thumbnail) ? thumbnail.GetBytesFromBase64() : [],
                Text = System.Text.Encoding.UTF8.GetString(json.Span),
            };
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"something is missing in it: {fault.Message}", fault);
        }
    }

    private static double? Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
