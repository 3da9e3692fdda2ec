using System.Text.Json;
using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Core.Sinks.Nats.Messages;

/// <summary>A keyframes stage's period in short; its histograms lie in the archive and in the store. docs/schemas/sluice.keyframe_summary.v1.json.</summary>
internal static class ReportMessage
{
    /// <summary>Writes the message.</summary>
    public static void Write(Utf8JsonWriter json, MessageHead head, KeyframeReport report)
    {
        var period = report.Period;
        json.WriteStartObject();
        head.Write(json, "sluice.keyframe_summary.v1"u8);
        json.WriteString("stage"u8, report.Stage);
        json.WriteString("source"u8, period.Source);
        json.WriteString("from"u8, period.From.UtcDateTime);
        json.WriteString("to"u8, period.To.UtcDateTime);
        json.WriteNumber("offered"u8, period.Offered);
        Write(json, "outcomes", period.Outcomes);
        json.WriteNumber("budget"u8, period.Budget);
        json.WriteNumber("chosen"u8, period.Chosen);
        json.WriteNumber("covered"u8, Finite(period.Covered));
        json.WriteNumber("rho"u8, Finite(period.Rho));
        json.WriteNumber("delta"u8, Finite(period.Delta));
        json.WriteNumber("vendi"u8, Finite(report.Vendi));
        json.WriteNumber("evicted"u8, report.Evicted);
        Write(json, "random_divergence", report.RandomDivergence);
        Write(json, "archive_divergence", report.ArchiveDivergence);
        json.WriteStartArray("surprising"u8);
        foreach (var cell in report.Surprising)
        {
            json.WriteStartObject();
            json.WriteString("cell"u8, cell.Cell);
            json.WriteNumber("bits"u8, Finite(cell.Bits));
            json.WriteString("key"u8, cell.Key);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "triggers", period.Triggers.ToDictionary(static one => one.Name, static one => one.Fired));
        json.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, T> map)
        where T : IConvertible
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map) json.WriteNumber(key, Finite(value.ToDouble(null)));
        json.WriteEndObject();
    }

    private static double Finite(double value) => double.IsFinite(value) ? Math.Round(value, 6) : 0;
}
