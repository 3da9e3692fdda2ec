using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>An engine's counters as Prometheus reads them. Base units, one family a fact, what is not known is left out.</summary>
public static class PrometheusExporter
{
    /// <summary>The content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes a snapshot in the text format 0.0.4.</summary>
    /// <param name="snapshot">The engine's counters.</param>
    public static string Write(EngineSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var text = new PrometheusText();
        text.Family("sluice_engine_info", "gauge", "The engine's name.").Sample("sluice_engine_info", 1, ("engine", snapshot.Engine));
        WriteSources(text, snapshot);
        WriteRemoved(text, snapshot.Removed);
        WriteStages(text, snapshot);
        WriteSinks(text, snapshot);
        text.Family("sluice_keyframes_total", "counter", "Frames chosen for keeping.").Sample("sluice_keyframes_total", snapshot.Keyframes);
        text.Family("sluice_memory_bytes", "gauge", "Bytes of pictures in flight.").Sample("sluice_memory_bytes", snapshot.MemoryBytes);
        text.Family("sluice_memory_limit_bytes", "gauge", "Most bytes of pictures in flight.")
            .Sample("sluice_memory_limit_bytes", snapshot.MemoryLimitBytes);
        return text.ToString();
    }

    private static void WriteSources(PrometheusText text, EngineSnapshot snapshot)
    {
        text.Family("sluice_frames_arrived_total", "counter", "Frames that arrived.");
        foreach (var source in snapshot.Sources) text.Sample("sluice_frames_arrived_total", source.Arrived, ("source", source.Id));
        text.Family("sluice_frames_total", "counter", "Frames that ended, by how.");
        foreach (var source in snapshot.Sources)
            foreach (var (outcome, count) in source.Outcomes)
                text.Sample("sluice_frames_total", count, ("source", source.Id), ("outcome", SnakeCase.Of(outcome)));
        text.Family("sluice_frames_dropped_total", "counter", "Frames that an edge let go, on any branch.");
        foreach (var source in snapshot.Sources)
            foreach (var drop in source.Drops)
                text.Sample("sluice_frames_dropped_total", drop.Count, ("source", source.Id), ("stage", drop.Stage), ("edge", drop.Edge),
                    ("reason", SnakeCase.Of(drop.Reason)));
        text.Family("sluice_frames_in_flight", "gauge", "Frames that arrived and have not ended.");
        foreach (var source in snapshot.Sources) text.Sample("sluice_frames_in_flight", source.InFlight, ("source", source.Id));
        text.Family("sluice_source_state", "gauge", "1 for the state the source is in.");
        foreach (var source in snapshot.Sources)
            foreach (var state in Enum.GetValues<SourceState>())
                text.Sample("sluice_source_state", source.Status.State == state ? 1 : 0, ("source", source.Id), ("state", SnakeCase.Of(state)));
        text.Family("sluice_source_reconnects_total", "counter", "How often the source was opened again after a loss.");
        foreach (var source in snapshot.Sources)
        {
            // A source that counts no reasons still counts.
            if (source.Stream is not { } stream) text.Sample("sluice_source_reconnects_total", source.Status.Reconnects, ("source", source.Id));
            else foreach (var (reason, count) in stream.Losses)
                text.Sample("sluice_source_reconnects_total", count, ("source", source.Id), ("reason", SnakeCase.Of(reason)),
                    ("side", SnakeCase.Of(FaultReasons.SideOf(reason))));
        }

        WriteStreams(text, snapshot);
        GateMetrics.Write(text, snapshot);
        text.Family("sluice_e2e_latency_seconds", "histogram", "Time from arrival to the end of published frames.");
        foreach (var source in snapshot.Sources) text.Durations("sluice_e2e_latency_seconds", source.Latency, "source", source.Id);
    }

    // The series of a source end with it: sums over all sources need what the removed ones had counted.
    private static void WriteRemoved(PrometheusText text, RemovedSources removed)
    {
        text.Family("sluice_sources_removed_total", "counter", "Sources that were removed while the engine ran.")
            .Sample("sluice_sources_removed_total", removed.Count);
        text.Family("sluice_removed_frames_total", "counter", "Frames of removed sources, by how they ended.");
        foreach (var (outcome, count) in removed.Outcomes) text.Sample("sluice_removed_frames_total", count, ("outcome", SnakeCase.Of(outcome)));
    }

    private static void WriteStreams(PrometheusText text, EngineSnapshot snapshot)
    {
        Each("sluice_source_lost_packets_total", "Network packets that never came.", static s => s.LostPackets);
        Each("sluice_source_damaged_pictures_total", "Pictures that the decoder called damaged.", static s => s.DamagedPictures);
        Each("sluice_source_stalls_total", "How often the source was connected and nothing came.", static s => s.Stalls);
        Each("sluice_source_decoder_openings_total", "Decoders opened.", static s => s.DecoderOpenings);
        Each("sluice_source_stuck_calls_total", "Native calls left behind because they did not come back.", static s => s.StuckCalls);
        Each("sluice_source_time_repairs_total", "Frames whose time was missing, went back or jumped.", static s => s.TimeRepairs);
        Each("sluice_source_refused_clocks_total", "Packets whose sender's clock was too far from ours.", static s => s.RefusedClocks);
        text.Family("sluice_source_jitter_seconds", "gauge", "How unevenly packets arrive (RFC 3550).");
        foreach (var source in snapshot.Sources)
            if (source.Stream?.JitterSeconds is { } jitter) text.Sample("sluice_source_jitter_seconds", jitter, ("source", source.Id));
        text.Family("sluice_source_decoder_hold_seconds", "histogram", "From a packet going into the decoder to its frame coming out.");
        foreach (var source in snapshot.Sources)
            if (source.Stream is { } stream) text.Durations("sluice_source_decoder_hold_seconds", stream.DecoderHold, "source", source.Id);

        void Each(string name, string help, Func<StreamCounts, double> value)
        {
            text.Family(name, "counter", help);
            foreach (var source in snapshot.Sources)
                if (source.Stream is { } stream) text.Sample(name, value(stream), ("source", source.Id));
        }
    }

    private static void WriteStages(PrometheusText text, EngineSnapshot snapshot)
    {
        Each("sluice_stage_frames_in_total", "counter", "Frames the stage was called with.", static s => s.In);
        Each("sluice_stage_frames_out_total", "counter", "Frames the stage emitted.", static s => s.Out);
        Each("sluice_stage_faults_total", "counter", "Calls of the stage that threw.", static s => s.Faults);
        Each("sluice_stage_busy_seconds_total", "counter", "Time inside the stage's calls.", static s => s.Busy.TotalSeconds);
        Each("sluice_stage_hung", "gauge", "1 while a call of the stage does not come back.", static s => s.IsHung ? 1 : 0);
        text.Family("sluice_stage_queue_length", "gauge", "Frames waiting in an edge.");
        foreach (var stage in snapshot.Stages)
            foreach (var edge in stage.Edges)
                text.Sample("sluice_stage_queue_length", edge.Queued, ("stage", stage.Id), ("edge", edge.Name));
        text.Family("sluice_stage_queue_capacity", "gauge", "Most frames an edge holds, over all sources.");
        foreach (var stage in snapshot.Stages)
            foreach (var edge in stage.Edges)
                text.Sample("sluice_stage_queue_capacity", edge.Capacity, ("stage", stage.Id), ("edge", edge.Name));
        text.Family("sluice_stage_wait_seconds", "histogram", "How long frames waited for the stage.");
        foreach (var stage in snapshot.Stages) text.Durations("sluice_stage_wait_seconds", stage.Wait, "stage", stage.Id);
        text.Family("sluice_stage_exec_seconds", "histogram", "How long the stage's calls took.");
        foreach (var stage in snapshot.Stages) text.Durations("sluice_stage_exec_seconds", stage.Exec, "stage", stage.Id);
        text.Family("sluice_batch_size", "histogram", "Frames in a batch.");
        foreach (var stage in snapshot.Stages.Where(static s => s.BatchSizes.Length > 0)) WriteBatches(text, stage);

        void Each(string name, string type, string help, Func<StageSnapshot, double> value)
        {
            text.Family(name, type, help);
            foreach (var stage in snapshot.Stages) text.Sample(name, value(stage), ("stage", stage.Id));
        }
    }

    private static void WriteBatches(PrometheusText text, StageSnapshot stage)
    {
        long below = 0, frames = 0;
        for (var size = 1; size < stage.BatchSizes.Length; size++)
        {
            below += stage.BatchSizes[size];
            frames += size * stage.BatchSizes[size];
            // Powers of two, and the largest there can be.
            if ((size & (size - 1)) == 0 || size == stage.BatchSizes.Length - 1)
                text.Sample("sluice_batch_size_bucket", below, ("stage", stage.Id), ("le", $"{size}"));
        }

        text.Sample("sluice_batch_size_bucket", below, ("stage", stage.Id), ("le", "+Inf"));
        text.Sample("sluice_batch_size_sum", frames, ("stage", stage.Id));
        text.Sample("sluice_batch_size_count", below, ("stage", stage.Id));
    }

    private static void WriteSinks(PrometheusText text, EngineSnapshot snapshot)
    {
        text.Family("sluice_sink_rows_total", "counter", "What became of the rows, messages, files or pictures given to a sink.");
        foreach (var stage in snapshot.Stages)
        {
            if (stage.Sink is not { } counts) continue;
            text.Sample("sluice_sink_rows_total", counts.Accepted, ("sink", stage.Id), ("result", "accepted"));
            text.Sample("sluice_sink_rows_total", counts.Acknowledged, ("sink", stage.Id), ("result", "acknowledged"));
            if (counts.Dropped is { } dropped) text.Sample("sluice_sink_rows_total", dropped, ("sink", stage.Id), ("result", "dropped"));
            if (counts.Expired is { } expired) text.Sample("sluice_sink_rows_total", expired, ("sink", stage.Id), ("result", "expired"));
        }

        text.Family("sluice_sink_spooled", "gauge", "What waits in the sink's spool.");
        foreach (var stage in snapshot.Stages)
            if (stage.Sink is { } counts) text.Sample("sluice_sink_spooled", counts.Spooled, ("sink", stage.Id));
    }
}
