using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>What is known of a picture, as JSON: the fields of a <c>jsonl</c> line, then the picture's name, keyframe and engine.</summary>
internal static class Sidecar
{
    private static readonly JsonWriterOptions Form = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's bytes.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="engine">The engine's name.</param>
    /// <param name="picture">The picture's file name.</param>
    public static ReadOnlyMemory<byte> Of(Frame frame, string engine, string picture)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(bytes, Form);
        json.WriteStartObject();
        FrameJson.WriteFrameProperties(json, frame);
        json.WriteString("picture"u8, picture);
        if (frame.Keyframe is { } keyframe)
        {
            json.WriteStartObject("keyframe"u8);
            FrameJson.WriteKeyframeProperties(json, keyframe);
            json.WriteEndObject();
        }

        json.WriteString("engine"u8, engine);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }
}
