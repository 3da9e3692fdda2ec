using System.Collections.Immutable;
using Sluice.Core.Graph;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of stages and the edges that lead to them.</summary>
internal static class StageFamilies
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Gauge("sluice_stage_info", "1", "The stage's kind, and the model it runs where it runs one.", ["stage", "use", "model"], static (s, to) =>
        {
            foreach (var stage in s.Stages) to.Add(1, stage.Id, stage.Use, stage.Model);
        }),
        Of(MetricKind.Counter, "sluice_stage_frames_in_total", "{frame}", "Frames the stage was called with.", static s => s.In),
        Of(MetricKind.Counter, "sluice_stage_frames_out_total", "{frame}", "Frames the stage emitted.", static s => s.Out),
        Of(MetricKind.Counter, "sluice_stage_faults_total", "{call}", "Calls of the stage that threw.", static s => s.Faults),
        Of(MetricKind.Counter, "sluice_stage_busy_seconds_total", "s", "Time inside the stage's calls, waiting for room behind them not counted.", static s => s.Busy.TotalSeconds),
        Of(MetricKind.Gauge, "sluice_stage_hung", "1", "1 while a call of the stage does not come back.", static s => s.IsHung ? 1 : 0),
        OfEdges("sluice_stage_queue_length", "{frame}", "Frames waiting in an edge, over all sources.", static e => e.Queued),
        OfEdges("sluice_stage_queue_capacity", "{frame}", "Most frames an edge holds, over all sources.", static e => e.Capacity),
        OfEdges("sluice_stage_queue_bytes", "By", "Bytes of the pictures waiting in an edge.", static e => e.Bytes),
        Histogram("sluice_stage_wait_seconds", "s", "How long frames waited for the stage.", ["stage"], static (s, to) =>
        {
            foreach (var stage in s.Stages) to.Add(stage.Wait, stage.Id);
        }),
        Histogram("sluice_stage_exec_seconds", "s", "How long the stage's calls took.", ["stage"], static (s, to) =>
        {
            foreach (var stage in s.Stages) to.Add(stage.Exec, stage.Id);
        }),
        Histogram("sluice_batch_size", "{frame}", "Frames in a batch.", ["stage"], static (s, to) =>
        {
            foreach (var stage in s.Stages)
                if (stage.Batches is { } batches) to.Add(batches, stage.Id);
        }),
    ];

    private static Metric Of(MetricKind kind, string name, string unit, string help, Func<StageSnapshot, double> value) => new(name, kind, unit, help, ["stage"])
    {
        Read = (s, to) =>
        {
            foreach (var stage in s.Stages) to.Add(value(stage), stage.Id);
        },
    };

    private static Metric OfEdges(string name, string unit, string help, Func<EdgeSnapshot, double> value) => Gauge(name, unit, help, ["stage", "edge"], (s, to) =>
    {
        foreach (var stage in s.Stages)
            foreach (var edge in stage.Edges) to.Add(value(edge), stage.Id, edge.Name);
    });
}
