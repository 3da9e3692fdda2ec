using System.Runtime.InteropServices;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>
/// Rows about the engine itself, each second: what became of every frame, also of those that never reach the sink, where frames were let go,
/// states of sources, figures of stages, models. Written against what was accepted last, so that a second that found no room in the spool is
/// in the next one. Not thread-safe.
/// </summary>
/// <param name="view">The engine.</param>
/// <param name="engine">Its name.</param>
/// <param name="rows">Writes events.</param>
/// <param name="models">The models.</param>
internal sealed class EngineRows(EngineView view, string engine, MetadataRows rows, ModelHashes models)
{
    private readonly Dictionary<string, SourceMark> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StageMark> _stages = new(StringComparer.Ordinal);
    private readonly HashSet<string> _models = new(StringComparer.Ordinal);
    private readonly List<string> _newModels = [];
    private EngineSnapshot? _seen;

    /// <summary>Writes what is new.</summary>
    /// <param name="batch">Where to.</param>
    /// <param name="now">The time it is stamped with.</param>
    /// <param name="objects">Objects a source's frames had since the last commit.</param>
    public void Write(RowBatch batch, DateTimeOffset now, Func<string, long> objects)
    {
        _seen = view.Snapshot();
        foreach (var source in _seen.Sources)
        {
            ref var mark = ref CollectionsMarshal.GetValueRefOrAddDefault(_sources, source.Id, out _);
            mark ??= new();
            WriteState(batch, source, mark, now);
            WriteFrames(batch, source, mark, now, objects(source.Id));
            WriteStats(batch, source, mark, now);
        }

        foreach (var (gone, mark) in _sources)
            if (mark.State != Removed && _seen.Sources.All(source => source.Id != gone)) WriteEnd(batch, gone, mark, now, objects);
        foreach (var stage in _seen.Stages) WriteStage(batch, stage, now);
        foreach (var model in models.Loaded) WriteModel(batch, model, now);
    }

    /// <summary>What was written was accepted.</summary>
    public void Commit()
    {
        if (_seen == null) return;
        foreach (var source in _seen.Sources) _sources[source.Id].Take(source);
        foreach (var (gone, mark) in _sources)
            if (_seen.Sources.All(source => source.Id != gone)) mark.Forget(Removed);
        foreach (var stage in _seen.Stages) _stages[stage.Id].Take(stage);
        _models.UnionWith(_newModels);
        _newModels.Clear();
    }

    private const string Removed = "removed";

    private void WriteState(RowBatch batch, SourceSnapshot source, SourceMark mark, DateTimeOffset now)
    {
        var state = Snake.Case(source.Status.State.ToString());
        if (state == mark.State && source.Status.Reason == mark.Reason) return;
        WriteState(batch, source.Id, mark, state, source.Arrived, source.Status.Since ?? now, source.Status);
        if (state == mark.State) return;
        var isUp = source.Status.State == SourceState.Running;
        var wasUp = mark.State == "running";
        if (isUp) rows.SourceEvent(batch, source.Id, source.Status.Since ?? now, "source_up", "info", "", "");
        // The end of a recording is no news; everything else that ends frames is.
        else if (wasUp && (source.Status.State != SourceState.Ended || source.IsLive))
            rows.SourceEvent(batch, source.Id, source.Status.Since ?? now, "source_down", "warning", ReasonOf(source.Status), source.Status.LastError ?? "");
    }

    private void WriteState(RowBatch batch, string source, SourceMark mark, string state, long arrived, DateTimeOffset at, SourceStatus? status)
    {
        var row = batch.Begin(Table.Sources);
        row.Write(engine);
        row.Write(view.Run);
        row.Write(source);
        row.WriteMilliseconds(at);
        row.Write(state);
        row.Write(arrived);
        row.Write(status == null ? "" : ReasonOf(status));
        row.Write(status is null or { Reason: FaultReason.None } ? "" : Snake.Case(status.Side.ToString()));
        row.Write(status?.Reconnects ?? mark.Reconnects);
        row.Write(status?.LastError ?? "");
        batch.End();
    }

    /// <summary>A source that was taken out: what it counted since it was looked at last, and that it is gone.</summary>
    private void WriteEnd(RowBatch batch, string source, SourceMark mark, DateTimeOffset now, Func<string, long> objects)
    {
        var last = _seen!.Removed.Latest.LastOrDefault(account => account.Id == source);
        if (last != null)
        {
            WriteFrames(batch, last, mark, now, objects(source));
            WriteStats(batch, last, mark, now);
        }

        WriteState(batch, source, mark, Removed, last?.Arrived ?? mark.Arrived, now, null);
    }

    private static string ReasonOf(SourceStatus status) => status.Reason == FaultReason.None ? "" : Snake.Case(status.Reason.ToString());

    private void WriteFrames(RowBatch batch, SourceSnapshot source, SourceMark mark, DateTimeOffset now, long objects)
    {
        foreach (var (outcome, count) in source.Outcomes)
        {
            var added = count - mark.Outcomes[(int)outcome];
            var with = outcome == Abstractions.Outcome.Published ? objects : 0;
            if (added > 0 || with > 0) WriteCount(batch, source.Id, now, Snake.Case(outcome.ToString()), Math.Max(0, added), with);
        }

        foreach (var drop in source.Drops)
        {
            var added = drop.Count - mark.Drops.GetValueOrDefault((drop.Edge, drop.Reason));
            if (added <= 0) continue;
            var row = batch.Begin(Table.Drops);
            row.Write(engine);
            row.Write(source.Id);
            row.WriteSeconds(now);
            row.Write(drop.Edge);
            row.Write(Snake.Case(drop.Reason.ToString()));
            row.Write(added);
            batch.End();
        }
    }

    /// <summary>A row of frames by second and outcome.</summary>
    private void WriteCount(RowBatch batch, string source, DateTimeOffset second, string outcome, long frames, long objects)
    {
        var row = batch.Begin(Table.Frames);
        row.Write(engine);
        row.Write(source);
        row.WriteSeconds(second);
        row.Write(outcome);
        row.Write(frames);
        row.Write(objects);
        batch.End();
    }

    private void WriteStats(RowBatch batch, SourceSnapshot source, SourceMark mark, DateTimeOffset now)
    {
        mark.Latency.Read(source.Latency);
        // A source that is over has nothing more to tell.
        if (source.Status.State == SourceState.Ended && source.Arrived == mark.Arrived && mark.Latency.Counts.Count == 0) return;
        var row = batch.Begin(Table.SourceStats);
        row.Write(engine);
        row.Write(source.Id);
        row.WriteSeconds(now);
        row.Write(Snake.Case(source.Status.State.ToString()));
        row.Write(source.Arrived - mark.Arrived);
        row.Write(Math.Max(0, source.InFlight));
        row.Write((source.Stream?.LostPackets ?? 0) - mark.LostPackets);
        row.Write((source.Stream?.DamagedPictures ?? 0) - mark.Damaged);
        WriteHistogram(row, mark.Latency);
        batch.End();
    }

    private void WriteStage(RowBatch batch, StageSnapshot stage, DateTimeOffset now)
    {
        ref var mark = ref CollectionsMarshal.GetValueRefOrAddDefault(_stages, stage.Id, out _);
        mark ??= new();
        mark.Wait.Read(stage.Wait);
        mark.Exec.Read(stage.Exec);
        var row = batch.Begin(Table.StageStats);
        row.Write(engine);
        row.Write(stage.Id);
        row.WriteSeconds(now);
        row.Write(stage.In - mark.In);
        row.Write(stage.Out - mark.Out);
        row.Write((stage.Busy - mark.Busy).TotalSeconds);
        row.Write(stage.Calls - mark.Calls);
        row.Write((long)stage.Queued);
        row.Write(stage.Use);
        row.Write(stage.Faults - mark.Faults);
        row.Write(stage.Edges.Sum(static edge => (long)edge.Capacity));
        WriteHistogram(row, mark.Wait);
        WriteHistogram(row, mark.Exec);
        row.Write(stage.Sink is { } sink ? sink.Accepted - mark.Accepted : (long?)null);
        row.Write(stage.Sink is { } counts ? Math.Max(0, counts.Acknowledged - mark.Acknowledged) : (long?)null);
        row.Write(stage.Sink?.Spooled);
        batch.End();
    }

    private static void WriteHistogram(in RowBinaryWriter row, HistogramDelta delta)
    {
        row.Write((ReadOnlySpan<uint>)CollectionsMarshal.AsSpan(delta.Microseconds));
        row.Write((ReadOnlySpan<uint>)CollectionsMarshal.AsSpan(delta.Counts));
    }

    private void WriteModel(RowBatch batch, Stages.Inference.DetectionModel model, DateTimeOffset now)
    {
        if (_models.Contains(model.Id)) return;
        _newModels.Add(model.Id);
        var row = batch.Begin(Table.Models);
        row.Write(engine);
        row.Write(view.Run);
        row.Write(model.Id);
        row.WriteMilliseconds(now);
        row.Write(model.Path);
        row.WriteFixed(model.Sha256);
        row.Write(model.FamilyName);
        row.Write(model.Labels);
        batch.End();
    }

    /// <summary>What was accepted of a source so far.</summary>
    private sealed class SourceMark
    {
        public string State { get; private set; } = "";

        public FaultReason Reason { get; private set; }

        public long[] Outcomes { get; } = new long[Enum.GetValues<Abstractions.Outcome>().Length];

        public Dictionary<(string Edge, DropReason Reason), long> Drops { get; } = [];

        public HistogramDelta Latency { get; private set; } = new();

        public long Arrived { get; private set; }

        public long Reconnects { get; private set; }

        public long LostPackets { get; private set; }

        public long Damaged { get; private set; }

        /// <summary>A source of that name that comes again counts from 0.</summary>
        public void Forget(string state)
        {
            (State, Reason, Latency) = (state, FaultReason.None, new());
            Array.Clear(Outcomes);
            Drops.Clear();
            (Arrived, Reconnects, LostPackets, Damaged) = (0, 0, 0, 0);
        }

        public void Take(SourceSnapshot source)
        {
            (State, Reason) = (Snake.Case(source.Status.State.ToString()), source.Status.Reason);
            foreach (var (outcome, count) in source.Outcomes) Outcomes[(int)outcome] = count;
            foreach (var drop in source.Drops) Drops[(drop.Edge, drop.Reason)] = drop.Count;
            Latency.Take();
            (Arrived, Reconnects) = (source.Arrived, source.Status.Reconnects);
            (LostPackets, Damaged) = (source.Stream?.LostPackets ?? 0, source.Stream?.DamagedPictures ?? 0);
        }
    }

    /// <summary>What was accepted of a stage so far.</summary>
    private sealed class StageMark
    {
        public HistogramDelta Wait { get; } = new();

        public HistogramDelta Exec { get; } = new();

        public long In { get; private set; }

        public long Out { get; private set; }

        public long Calls { get; private set; }

        public long Faults { get; private set; }

        public TimeSpan Busy { get; private set; }

        public long Accepted { get; private set; }

        public long Acknowledged { get; private set; }

        public void Take(StageSnapshot stage)
        {
            (In, Out, Calls, Faults, Busy) = (stage.In, stage.Out, stage.Calls, stage.Faults, stage.Busy);
            (Accepted, Acknowledged) = (stage.Sink?.Accepted ?? 0, stage.Sink?.Acknowledged ?? 0);
            Wait.Take();
            Exec.Take();
        }
    }
}
