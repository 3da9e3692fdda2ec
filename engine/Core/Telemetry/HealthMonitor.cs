using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>Judges an engine by its progress, not by its being alive: it looks at the counters every few seconds. Thread-safe.</summary>
public sealed class HealthMonitor : IDisposable
{
    /// <summary>How long a live source may bring nothing, or nothing of it get through, or a sink's server confirm nothing.</summary>
    public static readonly TimeSpan MostStandstill = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly Func<EngineSnapshot> _snapshot;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    // Guards the memories, by id; those of what is gone are forgotten.
    private readonly Lock _gate = new();
    private Dictionary<string, SourceMemory> _sources = new(StringComparer.Ordinal);
    private Dictionary<string, Progress> _sinks = new(StringComparer.Ordinal);

    /// <summary>Watches until it is disposed.</summary>
    /// <param name="snapshot">Reads the engine's counters.</param>
    /// <param name="time">The clock.</param>
    public HealthMonitor(Func<EngineSnapshot> snapshot, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(time);
        (_snapshot, _time) = (snapshot, time);
        _timer = time.CreateTimer(static state => ((HealthMonitor)state!).Look(), this, Period, Period);
    }

    /// <summary>How the engine is now.</summary>
    public HealthReport Report() => Judge(_snapshot());

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>A source's last fault, with its reason and side, to stand behind its state; empty when there was none.</summary>
    internal static string Why(SourceStatus status)
    {
        if (status.LastError is not { } error) return "";
        if (status.Reason == FaultReason.None) return $": {error}";
        var side = status.Side == FaultSide.None ? "" : $", {SnakeCase.Of(status.Side)} side";
        return $" ({SnakeCase.Of(status.Reason)}{side}): {error}";
    }

    private void Look()
    {
        try
        {
            Report();
        }
        catch (Exception)
        {
            // A timer's callback must not end the program; whoever asks sees the fault.
        }
    }

    private HealthReport Judge(EngineSnapshot snapshot)
    {
        List<SourceHealth> sources;
        List<SinkHealth> sinks;
        lock (_gate)
        {
            var seen = _sources;
            _sources = new(StringComparer.Ordinal);
            sources = [.. snapshot.Sources.Select(source => Judge(source, _sources[source.Id] = seen.GetValueOrDefault(source.Id) ?? new()))];
            var sunk = _sinks;
            _sinks = new(StringComparer.Ordinal);
            sinks = [.. snapshot.Stages.Where(static s => s.Sink != null).Select(stage => Judge(stage.Id, stage.Sink!.Value, _sinks[stage.Id] = sunk.GetValueOrDefault(stage.Id) ?? new()))];
        }

        var reasons = new List<string>();
        if (snapshot.State != EngineState.Running) reasons.Add($"the engine is {SnakeCase.Of(snapshot.State)}");
        foreach (var stage in snapshot.Stages)
            if (stage.IsHung) reasons.Add($"stage '{stage.Id}' hangs");
        if (sources.Count > 0 && sources.TrueForAll(static s => s.Reason != null)) reasons.AddRange(sources.Select(static s => $"source '{s.Id}' {s.Reason}"));
        reasons.AddRange(sinks.Where(static s => s.Reason != null).Select(static s => $"sink '{s.Id}': {s.Reason}"));
        return new(snapshot.Engine, snapshot.State, [.. reasons], [.. sources], [.. sinks]);
    }

    private SourceHealth Judge(SourceSnapshot source, SourceMemory memory)
    {
        var status = source.Status;
        var silent = memory.Arrived.Read(source.Arrived, _time);
        var stuck = memory.Ended.Read(source.Arrived - source.InFlight, _time);
        string? reason = null;
        if (status.State is not (SourceState.Running or SourceState.Ended or SourceState.Paused))
            reason = $"is {SnakeCase.Of(status.State)}{(status.LastError == null ? ": no error" : Why(status))}";
        else if (status.State == SourceState.Running && source.IsLive && silent > MostStandstill) reason = $"has brought no frame for {Seconds(silent)}";
        else if (status.State == SourceState.Running && source.InFlight > 0 && stuck > MostStandstill)
            reason = $"has had no frame get through for {Seconds(stuck)}; {Number(source.InFlight)} are on their way";
        return new(source.Id, status, reason);
    }

    private SinkHealth Judge(string id, SinkCounts counts, Progress memory)
    {
        var pending = Math.Max(0, counts.Accepted - counts.Acknowledged - (counts.Dropped ?? 0));
        var still = memory.Read(pending == 0 ? -1 - counts.Accepted : counts.Acknowledged, _time);

        // What an earlier run left behind counts from when it was accepted.
        if (counts.SpoolOldest is { } oldest && oldest > still && counts.Acknowledged == 0) still = oldest;
        if (pending == 0 || still <= MostStandstill) return new(id, counts, pending, null);
        var spooled = counts.Spooled > 0 ? $", {Number(counts.Spooled)} of them in the spool" : "";
        return new(id, counts, pending, $"nothing was acknowledged for {Seconds(still)}; {Number(pending)} wait{spooled}");
    }

    private static string Seconds(TimeSpan time) => $"{((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private sealed class SourceMemory
    {
        public Progress Arrived { get; } = new();

        public Progress Ended { get; } = new();
    }
}
