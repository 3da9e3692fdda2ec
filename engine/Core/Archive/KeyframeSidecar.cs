using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Archive;

/// <summary>What lies beside an archived picture: the frame, what is in it, why it was kept, and what with. Form: docs/schemas/sluice.archive.v1.json.</summary>
internal static class KeyframeSidecar
{
    /// <summary>Names the form.</summary>
    public const string Schema = "sluice.archive.v1";

    private static readonly JsonWriterOptions Form = new() { Indented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's bytes.</summary>
    /// <param name="key">The keyframe's key.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="why">Why it is kept.</param>
    /// <param name="picture">What is known of the picture.</param>
    /// <param name="origin">What made it.</param>
    /// <param name="now">When it is kept.</param>
    public static byte[] Of(string key, Frame frame, KeyframeRecord why, ArchivePicture picture, ArchiveOrigin origin, DateTimeOffset now)
    {
        var bytes = new ArrayBufferWriter<byte>(16384);
        using var json = new Utf8JsonWriter(bytes, Form);
        // A frame that kept its pixels would tell their size as coded.
        using var bare = frame.WithPicture(null);
        json.WriteStartObject();
        json.WriteString("schema"u8, Schema);
        json.WriteString("key"u8, key);
        FrameJson.WriteFrameProperties(json, bare);
        json.WriteNumber("width"u8, picture.Width);
        json.WriteNumber("height"u8, picture.Height);
        json.WriteString("picture"u8, key[(key.LastIndexOf('/') + 1)..] + ArchiveNames.Picture);
        json.WriteNumber("bytes"u8, picture.Jpeg.Length);
        json.WriteString("sha256"u8, Convert.ToHexStringLower(SHA256.HashData(picture.Jpeg)));
        if (origin.Blurred.Count > 0) WriteList(json, "blurred", origin.Blurred);
        json.WriteString("engine"u8, origin.Engine);
        if (origin.Run != Guid.Empty) json.WriteString("run"u8, origin.Run);
        if (origin.Config.Length > 0) json.WriteString("config"u8, origin.Config);
        json.WriteString("stage"u8, origin.Stage);
        json.WriteString("period"u8, why.Period.UtcDateTime);
        json.WriteString("kept_at"u8, now.UtcDateTime);
        if (why.At is { } at) json.WriteNumber("at"u8, Math.Round(at, 6));
        WriteWhy(json, why);
        json.WriteStartObject("models"u8);
        foreach (var model in frame.Detections.Select(static detection => detection.Model).OfType<string>().Distinct())
            json.WriteString(model, origin.HashOf(model));
        json.WriteEndObject();
        if (why.Luma is { } luma) json.WriteNumber("luma"u8, Math.Round(luma, 2));
        if (!why.Keyframe.Embedding.IsEmpty)
        {
            json.WriteString("space"u8, why.Space);
            json.WriteBase64String("embedding"u8, MemoryMarshal.AsBytes(why.Keyframe.Embedding.Span));
        }

        if (picture.Thumbnail.Length > 0) json.WriteBase64String("thumbnail"u8, picture.Thumbnail);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteWhy(Utf8JsonWriter json, KeyframeRecord why)
    {
        json.WriteStartObject("why"u8);
        FrameJson.WriteKeyframeProperties(json, why.Keyframe);
        json.WriteStartObject("gain"u8);
        json.WriteNumber("coverage"u8, Finite(why.Coverage));
        json.WriteNumber("tracks"u8, Finite(why.Tracks));
        json.WriteNumber("episodes"u8, Finite(why.Episodes));
        json.WriteEndObject();
        json.WriteNumber("stands_for"u8, Finite(why.StandsFor));
        json.WriteStartArray("track_ids"u8);
        foreach (var track in why.TrackIds) json.WriteNumberValue(track);
        json.WriteEndArray();
        if (why.RareCell != null) json.WriteString("rare_cell"u8, why.RareCell);
        if (why.Surprise > 0) json.WriteNumber("surprise"u8, Finite(why.Surprise));
        if (why.Trigger != null) json.WriteString("trigger"u8, why.Trigger);
        json.WriteBoolean("random"u8, why.IsRandom);
        if (why.DuplicateOf is { } other) json.WriteString("duplicate_of"u8, other);
        json.WriteNumber("loss"u8, Finite(why.Loss));
        json.WriteBoolean("pinned"u8, why.IsPinned);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static double Finite(double value) => double.IsFinite(value) ? Math.Round(value, 6) : 0;
}
