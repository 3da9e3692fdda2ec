using System.Collections.Immutable;
using Sluice.Core.Graph;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of sources and what became of their frames. Their series end with the source.</summary>
internal static class SourceFamilies
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Counter("sluice_frames_arrived_total", "{frame}", "Frames that arrived.", ["source"], static (s, to) => Each(s, to, static f => f.Arrived)),
        Counter("sluice_frames_total", "{frame}", "Frames that ended, by how.", ["source", "outcome"], static (s, to) =>
        {
            foreach (var source in s.Sources)
                foreach (var (outcome, count) in source.Outcomes) to.Add(count, source.Id, SnakeCase.Of(outcome));
        }),
        Counter("sluice_frames_dropped_total", "{frame}", "Frames that an edge let go, on any branch.", ["source", "stage", "edge", "reason"], static (s, to) =>
        {
            foreach (var source in s.Sources)
                foreach (var drop in source.Drops) to.Add(drop.Count, source.Id, drop.Stage, drop.Edge, SnakeCase.Of(drop.Reason));
        }),
        Gauge("sluice_frames_in_flight", "{frame}", "Frames that arrived and have not ended.", ["source"], static (s, to) => Each(s, to, static f => f.InFlight)),
        Histogram("sluice_e2e_latency_seconds", "s", "Time from a frame's arrival to the end of its first branch.", ["source"], static (s, to) =>
        {
            foreach (var source in s.Sources) to.Add(source.Latency, source.Id);
        }),
        Gauge("sluice_source_state", "1", "1 for the state the source is in.", ["source", "state"], static (s, to) =>
        {
            foreach (var source in s.Sources)
                foreach (var state in Enum.GetValues<SourceState>()) to.Add(source.Status.State == state ? 1 : 0, source.Id, SnakeCase.Of(state));
        }),
        Gauge("sluice_source_live", "1", "1 for a source that does not wait, such as a camera.", ["source"], static (s, to) => Each(s, to, static f => f.IsLive ? 1 : 0)),
        Counter("sluice_source_reconnects_total", "{reconnect}", "How often the source was opened again after a loss.", ["source", "reason", "side"], Reconnects),
        Counter("sluice_sources_removed_total", "{source}", "Sources that were removed while the engine ran.", [], static (s, to) => to.Add(s.Removed.Count)),

        // Sums over all sources need what the removed ones had counted.
        Counter("sluice_removed_frames_total", "{frame}", "Frames of removed sources, by how they ended.", ["outcome"], static (s, to) =>
        {
            foreach (var (outcome, count) in s.Removed.Outcomes) to.Add(count, SnakeCase.Of(outcome));
        }),
    ];

    private static void Each(EngineSnapshot snapshot, IMetricSamples to, Func<SourceSnapshot, double> value)
    {
        foreach (var source in snapshot.Sources) to.Add(value(source), source.Id);
    }

    private static void Reconnects(EngineSnapshot snapshot, IMetricSamples to)
    {
        foreach (var source in snapshot.Sources)
        {
            // A source that counts no reasons still counts.
            if (source.Stream is not { } stream) to.Add(source.Status.Reconnects, source.Id, null, null);
            else foreach (var (reason, count) in stream.Losses) to.Add(count, source.Id, SnakeCase.Of(reason), SnakeCase.Of(FaultReasons.SideOf(reason)));
        }
    }
}
