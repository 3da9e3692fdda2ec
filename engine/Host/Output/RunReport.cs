using System.Globalization;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;
using Spectre.Console;

namespace Sluice.Host.Output;

/// <summary>The sums of a run, as one JSON object for scripts and as tables for people.</summary>
/// <param name="engine">Where every frame went.</param>
/// <param name="usage">What the process took.</param>
internal sealed class RunReport(EngineSnapshot engine, ProcessUsage usage)
{
    private static readonly Outcome[] Outcomes =
    [
        Outcome.Published, Outcome.SampledOut, Outcome.Dropped, Outcome.Late, Outcome.Corrupt, Outcome.AwaitingKeyframe, Outcome.Failed,
    ];

    /// <summary>Writes the object that scripts read; its form is fixed.</summary>
    public void WriteJson(Stream to)
    {
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        json.WriteNumber("seconds", Math.Round(usage.Elapsed.TotalSeconds, 3));
        json.WriteNumber("cpu_seconds", Math.Round(usage.Cpu.TotalSeconds, 3));
        json.WriteNumber("peak_rss_bytes", usage.PeakResidentBytes);
        json.WriteNumber("allocated_bytes", usage.AllocatedBytes);
        json.WriteStartArray("gc");
        foreach (var count in usage.Collections) json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteStartObject("sources");
        foreach (var source in engine.Sources) Write(json, source);
        json.WriteEndObject();
        if (engine.Removed.Count > 0) Write(json, engine.Removed);
        json.WriteStartObject("stages");
        foreach (var stage in engine.Stages) Write(json, stage);
        json.WriteEndObject();
        json.WriteStartObject("sinks");
        foreach (var stage in engine.Stages)
        {
            if (stage.Sink is not { } sink) continue;
            json.WriteStartObject(stage.Id);
            json.WriteNumber("accepted", sink.Accepted);
            json.WriteNumber("acknowledged", sink.Acknowledged);
            json.WriteNumber("spooled", sink.Spooled);
            if (sink.Dropped is { } dropped) json.WriteNumber("dropped", dropped);
            if (sink.Expired is { } expired) json.WriteNumber("expired", expired);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteNumber("keyframes", engine.Keyframes);
        json.WriteEndObject();
    }

    /// <summary>Prints the ledger, the stages and the sinks.</summary>
    public void Print(IAnsiConsole console)
    {
        console.WriteLine();
        console.Write(Sources());
        console.Write(Stages());
        if (engine.Removed is { Count: > 0 } removed)
            console.WriteLine($"{removed.Count} sources were removed while it ran; they had {removed.Arrived} frames: " + (removed.Arrived == 0
                ? "none" : string.Join(", ", removed.Outcomes.Select(static o => $"{Number(o.Value)} {Snake(o.Key).Replace('_', ' ')}"))) + ".");
        var frames = engine.Sources.Sum(static source => source.Arrived) + engine.Removed.Arrived;
        var seconds = Math.Max(1e-9, usage.Elapsed.TotalSeconds);
        if (frames == 0) console.WriteLine("No frame arrived.");
        else console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{frames} frames in {usage.Elapsed.TotalSeconds:0.0} s ({frames / seconds:0} fps), {usage.Cpu.TotalMilliseconds / frames:0.0} ms CPU a frame, " +
            $"{engine.Keyframes} keyframes, peak memory {new ByteSize(usage.PeakResidentBytes)}, pictures in flight at most {new ByteSize(engine.MemoryPeakBytes)}"));
        var open = engine.Sources.Sum(static source => source.InFlight);
        console.WriteLine(open == 0 ? "Every frame that arrived is in exactly one outcome." : $"{open} frames are in no outcome: please report this.");
    }

    private Table Sources()
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Frames by outcome");
        // Outcomes that no frame had say nothing; what is shown still adds up to what arrived.
        var outcomes = Outcomes.Where(outcome => outcome == Outcome.Published || engine.Sources.Any(source => source.Outcomes.GetValueOrDefault(outcome) > 0)).ToList();
        table.AddColumn("source").AddColumn("state").AddColumn(new TableColumn("arrived").RightAligned());
        foreach (var outcome in outcomes) table.AddColumn(new TableColumn(Snake(outcome).Replace('_', ' ')).RightAligned());
        table.AddColumn(new TableColumn("p50").RightAligned()).AddColumn(new TableColumn("p95").RightAligned());
        foreach (var source in engine.Sources)
        {
            table.AddRow(Cells([
                source.Id, Snake(source.Status.State), Number(source.Arrived),
                .. outcomes.Select(outcome => Number(source.Outcomes.GetValueOrDefault(outcome))),
                Milliseconds(source.Latency.Percentile(0.5)), Milliseconds(source.Latency.Percentile(0.95)),
            ]));
        }

        foreach (var source in engine.Sources)
        {
            foreach (var drop in source.Drops)
                table.Caption = new TableTitle(Markup.Escape($"{(table.Caption == null ? "" : table.Caption.Text + "; ")}{source.Id}: {drop.Count} at {drop.Edge} ({Snake(drop.Reason)})"));
        }

        return table;
    }

    private Table Stages()
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Stages");
        table.AddColumn("stage").AddColumn("use");
        foreach (var name in new[] { "in", "out", "failed calls", "ms a call", "busy s", "batch", "accepted", "acknowledged" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var stage in engine.Stages)
        {
            table.AddRow(Cells(stage.Id, stage.IsHung ? $"{stage.Use} (hung)" : stage.Use, Number(stage.In), Number(stage.Out), Number(stage.Faults),
                stage.Calls == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{stage.Busy.TotalMilliseconds / stage.Calls:0.00}"),
                string.Create(CultureInfo.InvariantCulture, $"{stage.Busy.TotalSeconds:0.0}"),
                stage.BatchMean is { } mean ? string.Create(CultureInfo.InvariantCulture, $"{mean:0.0}") : "",
                stage.Sink is { } sink ? Number(sink.Accepted) : "", stage.Sink is { } same ? Number(same.Acknowledged) : ""));
        }

        return table;
    }

    private static Text[] Cells(params string[] texts) => [.. texts.Select(static text => new Text(text))];

    private static void Write(Utf8JsonWriter json, SourceSnapshot source)
    {
        json.WriteStartObject(source.Id);
        json.WriteString("state", Snake(source.Status.State));
        json.WriteNumber("arrived", source.Arrived);
        json.WriteStartObject("outcomes");
        foreach (var outcome in Outcomes)
            json.WriteNumber(Snake(outcome), source.Outcomes.GetValueOrDefault(outcome));
        json.WriteEndObject();
        json.WriteStartObject("drops");
        foreach (var edge in source.Drops.GroupBy(static drop => drop.Edge)) json.WriteNumber(edge.Key, edge.Sum(static drop => drop.Count));
        json.WriteEndObject();
        json.WriteNumber("reconnects", source.Status.Reconnects);
        if (source.Status.Reason != FaultReason.None)
        {
            json.WriteString("reason", Snake(source.Status.Reason));
            if (source.Status.Side != FaultSide.None) json.WriteString("side", Snake(source.Status.Side));
        }

        if (source.Status.LastError is { } error) json.WriteString("last_error", error);
        if (source.Stream is { } stream) Write(json, stream);
        foreach (var (name, share) in new[] { ("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99) })
            if (source.Latency.Percentile(share) is { } latency) json.WriteNumber(name, Math.Round(latency.TotalMilliseconds, 3));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StreamCounts stream)
    {
        if (!stream.Losses.IsEmpty)
        {
            json.WriteStartObject("losses");
            foreach (var (reason, count) in stream.Losses) json.WriteNumber(Snake(reason), count);
            json.WriteEndObject();
        }

        // What never happened is left out.
        Count("lost_packets", stream.LostPackets);
        Count("damaged_pictures", stream.DamagedPictures);
        Count("stalls", stream.Stalls);
        Count("stuck_calls", stream.StuckCalls);
        Count("time_repairs", stream.TimeRepairs);
        Count("refused_clocks", stream.RefusedClocks);
        if (stream.JitterSeconds is { } jitter) json.WriteNumber("jitter_ms", Math.Round(jitter * 1000, 3));
        if (stream.DecoderHold.Percentile(0.5) is { } hold) json.WriteNumber("decoder_hold_p50_ms", Math.Round(hold.TotalMilliseconds, 3));
        GateJson.Write(json, stream.Gate);
        DecodingJson.Write(json, stream.Decoding);

        void Count(string name, long value)
        {
            if (value > 0) json.WriteNumber(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, RemovedSources removed)
    {
        json.WriteStartObject("removed");
        json.WriteNumber("sources", removed.Count);
        json.WriteNumber("arrived", removed.Arrived);
        json.WriteStartObject("outcomes");
        foreach (var outcome in Outcomes) json.WriteNumber(Snake(outcome), removed.Outcomes.GetValueOrDefault(outcome));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StageSnapshot stage)
    {
        json.WriteStartObject(stage.Id);
        json.WriteNumber("in", stage.In);
        json.WriteNumber("out", stage.Out);
        json.WriteNumber("busy_seconds", Math.Round(stage.Busy.TotalSeconds, 3));
        if (stage.BatchMean is { } mean) json.WriteNumber("batch_mean", Math.Round(mean, 3));
        KeyframeJson.Write(json, stage.Keyframes);
        json.WriteEndObject();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan? value)
        => value is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms") : "";

    private static string Snake<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
