using System.Collections.Immutable;
using Sluice.Core.Stages.Decode.Selection;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of what the sources' gates have saved. Sources without a gate have no series.</summary>
internal static class GateFamilies
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Of(MetricKind.Counter, "sluice_source_gate_packets_total", "{packet}", "Packets that the source's gate looked at.", static g => g.Packets),
        Of(MetricKind.Counter, "sluice_source_gate_skipped_packets_total", "{packet}", "Packets that were never decoded.", static g => g.Skipped),
        Of(MetricKind.Counter, "sluice_source_gate_openings_total", "{opening}", "How often activity began.", static g => g.Openings),
        Of(MetricKind.Gauge, "sluice_source_gate_active_ratio", "1", "Share of the stream's time in which everything was decoded.", static g => g.ActiveRatio),
        Gauge("sluice_source_gate_state", "1", "1 for what the gate makes of its source now.", ["source", "state"], static (s, to) =>
        {
            foreach (var source in s.Sources)
            {
                if (source.Stream?.Gate is not { } gate) continue;
                foreach (var state in Enum.GetValues<GateState>()) to.Add(gate.State == state ? 1 : 0, source.Id, SnakeCase.Of(state));
            }
        }),
    ];

    private static Metric Of(MetricKind kind, string name, string unit, string help, Func<GateCounts, double> value) => new(name, kind, unit, help, ["source"])
    {
        Read = (s, to) =>
        {
            foreach (var source in s.Sources)
                if (source.Stream?.Gate is { } gate) to.Add(value(gate), source.Id);
        },
    };
}
