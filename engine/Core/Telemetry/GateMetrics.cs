using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode.Selection;

namespace Sluice.Core.Telemetry;

/// <summary>What the sources' gates have saved, for Prometheus. Sources without a gate have no series.</summary>
internal static class GateMetrics
{
    public static void Write(PrometheusText text, EngineSnapshot snapshot)
    {
        var gates = snapshot.Sources.Where(static s => s.Stream?.Gate != null).Select(static s => (s.Id, Counts: s.Stream!.Gate!)).ToList();
        if (gates.Count == 0) return;
        Each("sluice_source_gate_packets_total", "counter", "Packets that the source's gate looked at.", static g => g.Packets);
        Each("sluice_source_gate_skipped_packets_total", "counter", "Packets that were never decoded.", static g => g.Skipped);
        Each("sluice_source_gate_openings_total", "counter", "How often activity began.", static g => g.Openings);
        Each("sluice_source_gate_active_ratio", "gauge", "Share of the stream's time in which everything was decoded.", static g => g.ActiveRatio);
        text.Family("sluice_source_gate_state", "gauge", "1 for what the gate makes of its source now.");
        foreach (var (id, counts) in gates)
            foreach (var state in Enum.GetValues<GateState>())
                text.Sample("sluice_source_gate_state", counts.State == state ? 1 : 0, ("source", id), ("state", SnakeCase.Of(state)));

        void Each(string name, string type, string help, Func<GateCounts, double> value)
        {
            text.Family(name, type, help);
            foreach (var (id, counts) in gates) text.Sample(name, value(counts), ("source", id));
        }
    }
}
