using System.Collections.Immutable;
using Sluice.Abstractions;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of what left the engine, and of what waits to.</summary>
internal static class SinkFamilies
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Counter("sluice_sink_rows_total", "{row}", "What became of the rows, messages, files or pictures given to a sink.", ["sink", "result"], static (s, to) =>
        {
            foreach (var stage in s.Stages)
            {
                if (stage.Sink is not { } counts) continue;
                to.Add(counts.Accepted, stage.Id, "accepted");
                to.Add(counts.Acknowledged, stage.Id, "acknowledged");
                if (counts.Dropped is { } dropped) to.Add(dropped, stage.Id, "dropped");
                if (counts.Expired is { } expired) to.Add(expired, stage.Id, "expired");
            }
        }),
        Of("sluice_sink_pending_rows", "{row}", "Taken over and neither acknowledged nor let go of.",
            static c => Math.Max(0, c.Accepted - c.Acknowledged - (c.Dropped ?? 0))),
        Of("sluice_sink_spooled_rows", "{row}", "What waits in the sink's spool.", static c => c.Spooled),
        Of("sluice_sink_spool_bytes", "By", "Bytes of the sink's spool on disk.", static c => c.SpoolBytes),
        Of("sluice_sink_spool_limit_bytes", "By", "Most bytes the sink's spool may have.", static c => c.SpoolLimitBytes),
        Of("sluice_sink_spool_oldest_seconds", "s", "How long the oldest entry of the sink's spool waits; 0 when nothing waits.",
            static c => c.SpoolOldest?.TotalSeconds ?? (c.SpoolBytes == null ? null : 0)),
    ];

    private static Metric Of(string name, string unit, string help, Func<SinkCounts, double?> value) => Gauge(name, unit, help, ["sink"], (s, to) =>
    {
        foreach (var stage in s.Stages)
            if (stage.Sink is { } counts && value(counts) is { } known) to.Add(known, stage.Id);
    });
}
