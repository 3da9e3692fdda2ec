using System.Text.Json;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Telemetry;

/// <summary>Writes what became of the frames offered to a <c>keyframes</c> stage, as <c>run --json</c> shows it.</summary>
public static class KeyframeJson
{
    /// <summary>Writes the property <c>keyframes</c> into the open object; nothing for other stages.</summary>
    /// <param name="json">An object is open.</param>
    /// <param name="counts">What it counted; null for other stages.</param>
    public static void Write(Utf8JsonWriter json, KeyframeCounts? counts)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (counts == null) return;
        json.WriteStartObject("keyframes");
        json.WriteNumber("offered", counts.Offered);
        json.WriteStartObject("outcomes");
        foreach (var (outcome, count) in counts.Outcomes) json.WriteNumber(SnakeCase.Of(outcome), count);
        json.WriteEndObject();
        json.WriteNumber("frozen", counts.Frozen);
        json.WriteStartObject("rules");
        foreach (var (name, rule) in counts.Rules)
        {
            json.WriteStartObject(name);
            json.WriteNumber("fired", rule.Fired);
            json.WriteNumber("suppressed", rule.Suppressed);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
