using Sluice.Core.Graph;
using Sluice.Core.Sinks.Nats.Messages;

namespace Sluice.Core.Sinks.Nats;

/// <content>What is told of the engine itself, by the clock.</content>
internal sealed partial class NatsSink
{
    private readonly EngineWatch _watch;
    private HealthMessage? _health;

    // Guards the timer's own: a tick may come while the last one still runs.
    private readonly Lock _tick = new();
    private readonly MessageBatch _batch = new();
    private long _summedAt;

    private void OnTick()
    {
        if (!_tick.TryEnter()) return;
        try
        {
            if (_context.Time.GetElapsedTime(_summedAt) >= _options.Interval) Sum(isEnd: false);
            else if (_engine != null) Watch(_engine.Snapshot());
        }
        catch (ObjectDisposedException)
        {
            // The end came in between.
        }
        finally
        {
            _tick.Exit();
        }
    }

    /// <summary>Sums every source up, and tells how the engine is.</summary>
    private void Sum(bool isEnd)
    {
        _summedAt = _context.Time.GetTimestamp();
        var snapshot = _engine?.Snapshot();
        if (snapshot != null) Watch(snapshot);
        var now = _context.Time.GetUtcNow();
        foreach (var source in snapshot?.Sources ?? [])
            if (IsOurs(source.Id) && !_ended.ContainsKey(source.Id)) AccountOf(source.Id);
        TellReports();
        foreach (var account in _accounts.Values) TrySum(account, FiguresOf(snapshot, account), now, isLast: isEnd);
        foreach (var account in _ended.Values)
        {
            // Frames of it may have ended elsewhere since.
            var figures = FiguresOf(snapshot, account);
            if (figures != null) TrySum(account, figures, now, isLast: true);
            else if (_ended.TryRemove(account.Source, out _)) account.Dispose();
        }

        if (_health == null || snapshot == null) return;
        _health.Write(_batch.Begin(_subjects.Health), snapshot);
        _batch.End();
        TryAppend(_batch);
    }

    private static SourceSnapshot? FiguresOf(EngineSnapshot? snapshot, SourceAccount account)
        => snapshot?.Sources.FirstOrDefault(source => source.Id == account.Source);

    private void TrySum(SourceAccount account, SourceSnapshot? figures, DateTimeOffset now, bool isLast)
    {
        lock (account.Gate)
        {
            if (figures != null) account.Summary.Engine.Look(figures);
            if (account.Summary.IsOver && !account.Summary.HasNews) return;
            Write(account, _batch, now, isLast);
        }
    }

    /// <summary>Sums a source up that has ended.</summary>
    /// <returns>False while there is no room in the spool.</returns>
    private bool TrySumLast(SourceAccount account)
    {
        var snapshot = _engine?.Snapshot();
        lock (account.Gate)
        {
            if (FiguresOf(snapshot, account) is { } figures) account.Summary.Engine.Look(figures);
            return Write(account, account.Batch, _context.Time.GetUtcNow(), isLast: true);
        }
    }

    // While there is no room the window grows instead, and nothing is missing from its counts.
    private bool Write(SourceAccount account, MessageBatch batch, DateTimeOffset now, bool isLast)
    {
        account.Summary.Write(batch.Begin(_subjects.Of("summary", account.Source)), _head, now, isLast);
        batch.End();
        if (!TryAppend(batch)) return false;
        account.Summary.Told(now, isLast);
        return true;
    }

    private void Watch(EngineSnapshot snapshot)
    {
        _watch.Look(snapshot, IsOurs, _batch, TryAppend);
        _watch.Forget(id => !snapshot.Sources.Any(s => s.Id == id));
    }

    // Those the graph links to this sink, and those that were added to the running engine.
    private bool IsOurs(string source)
        => _accounts.ContainsKey(source) || _context.Sources.Contains(source) || _engine?.Config.Sources.Any(s => s.Id == source) != true;

    private bool TryAppend(MessageBatch batch)
    {
        var count = batch.Entries.Items;
        if (_spool!.TryAppend(batch.Entries, out _))
        {
            Interlocked.Add(ref _accepted, count);
            return true;
        }

        batch.Entries.Clear();
        return false;
    }
}
