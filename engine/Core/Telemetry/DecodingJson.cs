using System.Text.Json;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Telemetry;

/// <summary>A source's <c>decoding</c> in JSON: what it does not decode, or not at full cost. What does not apply is left out.</summary>
public static class DecodingJson
{
    /// <summary>Writes the property; nothing for a source that decodes everything.</summary>
    /// <param name="json">Inside the source's object.</param>
    /// <param name="decoding">What is left out; null for nothing.</param>
    public static void Write(Utf8JsonWriter json, DecodingCounts? decoding)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (decoding == null) return;
        json.WriteStartObject("decoding"u8);
        if (!decoding.ChosenFor.IsEmpty)
        {
            json.WriteStartArray("chosen_for"u8);
            foreach (var stage in decoding.ChosenFor) json.WriteStringValue(stage);
            json.WriteEndArray();
        }

        if (decoding.LoopFilter != LoopFilterSkip.None)
            json.WriteString("loop_filter_skipped"u8, decoding.LoopFilter == LoopFilterSkip.All ? "all"u8 : "non_reference"u8);
        if (decoding.Halvings > 0) json.WriteNumber("halvings"u8, decoding.Halvings);
        if (decoding.WithoutPicture > 0) json.WriteNumber("without_picture"u8, decoding.WithoutPicture);
        if (decoding.IdleClosings > 0) json.WriteNumber("idle_closings"u8, decoding.IdleClosings);
        json.WriteEndObject();
    }
}
