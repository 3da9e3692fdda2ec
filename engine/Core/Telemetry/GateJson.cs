using System.Text.Json;
using Sluice.Core.Stages.Decode.Selection;

namespace Sluice.Core.Telemetry;

/// <summary>Writes what a source's gate has saved, as <c>run --json</c> and the control endpoint show it.</summary>
public static class GateJson
{
    /// <summary>Writes the property <c>gate</c> into the open object; nothing where there is no gate.</summary>
    /// <param name="json">An object is open.</param>
    /// <param name="gate">What it counted; null for none.</param>
    public static void Write(Utf8JsonWriter json, GateCounts? gate)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (gate == null) return;
        json.WriteStartObject("gate");
        json.WriteString("state", SnakeCase.Of(gate.State));
        if (gate.Reason is { } reason) json.WriteString("reason", reason);
        json.WriteNumber("packets", gate.Packets);
        json.WriteNumber("skipped", gate.Skipped);
        json.WriteNumber("openings", gate.Openings);
        json.WriteNumber("active_ratio", Math.Round(gate.ActiveRatio, 4));
        json.WriteEndObject();
    }
}
