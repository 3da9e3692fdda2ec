using Sluice.Core.Graph;
using Sluice.Core.Sinks.Nats.Messages;

namespace Sluice.Core.Sinks.Nats;

/// <summary>Notices what happens to sources and sinks of the engine, and tells it at once. Not thread-safe.</summary>
/// <param name="lagAfter">How long a sink may make no progress.</param>
/// <param name="subjects">Where to.</param>
/// <param name="head">Which engine and run speaks.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineWatch(TimeSpan lagAfter, NatsSubjects subjects, MessageHead head, TimeProvider time)
{
    private readonly Dictionary<string, SourceStatus> _sources = [];
    private readonly Dictionary<string, SinkLag> _sinks = [];

    /// <summary>Compares the engine with the last look.</summary>
    /// <param name="snapshot">The engine now.</param>
    /// <param name="isOurs">Which of its sources matter.</param>
    /// <param name="batch">For messages; empty, and empty again afterwards.</param>
    /// <param name="tryAppend">Takes the batch over; false when there is no room, and then the next look says it again.</param>
    public void Look(EngineSnapshot snapshot, Func<string, bool> isOurs, MessageBatch batch, Func<MessageBatch, bool> tryAppend)
    {
        var now = time.GetUtcNow();
        foreach (var source in snapshot.Sources)
        {
            var before = _sources.GetValueOrDefault(source.Id);
            if (!isOurs(source.Id) || (before != null && before.State == source.Status.State && before.Reconnects == source.Status.Reconnects)) continue;
            SourceNote.Write(batch.Begin(subjects.Of("source", source.Id)), head, source.Id, before?.State, source.Status, now);
            batch.End();
            if (tryAppend(batch)) _sources[source.Id] = source.Status;
        }

        foreach (var stage in snapshot.Stages)
        {
            if (stage.Sink is not { } counts) continue;
            if (!_sinks.TryGetValue(stage.Id, out var lag)) _sinks.Add(stage.Id, lag = new(lagAfter, time));
            if (!lag.Look(counts)) continue;
            lag.Write(batch.Begin(subjects.Of("sink", stage.Id)), head, stage.Id, stage.Use, now);
            batch.End();
            if (!tryAppend(batch)) lag.Untold();
        }
    }

    /// <summary>Forgets sources that are no more, so that they are new when they come back.</summary>
    public void Forget(Func<string, bool> isGone)
    {
        foreach (var id in _sources.Keys.Where(isGone).ToList()) _sources.Remove(id);
    }
}
