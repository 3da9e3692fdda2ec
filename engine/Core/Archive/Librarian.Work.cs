namespace Sluice.Core.Archive;

/// <content>Promise and fulfilment; all of it in the caller's turn.</content>
internal sealed partial class Librarian
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1), Round = TimeSpan.FromMinutes(10);

    private static JournalRecord RecordOf(ArchiveEntry entry) => new()
    {
        Op = JournalRecord.Keep,
        Key = entry.Key,
        CapturedAt = entry.CapturedAt,
        At = entry.KeptAt,
        Files = entry.Files.ToDictionary(static file => file.Name, static file => file.Bytes),
        Loss = entry.Loss,
        IsPinned = entry.IsPinned,
    };

    private string StagedPath(ArchiveEntry entry, string ending) => Path.Combine(_folder, Staging, $"{entry.Id:D}{ending}");

    private void Stage(ArchiveEntry entry, IReadOnlyDictionary<string, byte[]> files)
    {
        try
        {
            foreach (var (ending, bytes) in files)
            {
                using var file = new FileStream(StagedPath(entry, ending), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
        }
        catch
        {
            Unstage(entry);
            throw;
        }
    }

    private void Unstage(ArchiveEntry entry)
    {
        foreach (var ending in ArchiveNames.All) File.Delete(StagedPath(entry, ending));
    }

    private void Promise(ArchiveEntry entry)
    {
        try
        {
            _journal.Add(RecordOf(entry));
        }
        catch
        {
            Unstage(entry);
            throw;
        }

        Enter(entry);
        _work.Enqueue((entry, ArchiveState.Kept));
        Interlocked.Increment(ref _kept);
    }

    private void Enter(ArchiveEntry entry)
    {
        _entries[entry.Key] = entry;
        Interlocked.Add(ref _bytes, entry.Bytes);
        _perSource[entry.Folder] = _perSource.GetValueOrDefault(entry.Folder) + 1;
        if (entry.State == ArchiveState.Keeping) _stagedBytes += entry.Bytes;
    }

    private void Condemn(ArchiveEntry entry, string why)
    {
        _journal.Add(new() { Op = JournalRecord.Evict, Key = entry.Key, At = _time.GetUtcNow(), Why = why });
        entry.State = ArchiveState.Going;
        _perSource[entry.Folder] = _perSource.GetValueOrDefault(entry.Folder) - 1;
        _work.Enqueue((entry, ArchiveState.Going));
        Interlocked.Increment(ref _evicted);
        _evictedLoss += entry.Loss;
    }

    /// <summary>Does what was promised, in order.</summary>
    private async Task FinishAsync(CancellationToken stop)
    {
        while (_work.TryPeek(out var work))
        {
            await CarryOutAsync(work.Entry, work.Target, stop);
            Note(work.Entry, work.Target);
            _work.Dequeue();
        }
    }

    /// <summary>Moves or deletes files; harmless when done again.</summary>
    private async Task CarryOutAsync(ArchiveEntry entry, ArchiveState target, CancellationToken stop)
    {
        if (target == ArchiveState.Going)
        {
            foreach (var ending in ArchiveNames.All) await _place.DeleteAsync(entry.Key + ending, stop);
            return;
        }

        // The picture last: whoever sees it appear finds it complete.
        foreach (var file in entry.Files.OrderBy(static file => file.Name == ArchiveNames.Picture))
        {
            var staged = StagedPath(entry, file.Name);
            if (File.Exists(staged)) await _place.PutAsync(staged, entry.Key + file.Name, stop);
        }
    }

    /// <summary>Says that it is done.</summary>
    private void Note(ArchiveEntry entry, ArchiveState target)
    {
        var isKept = target == ArchiveState.Kept;
        if (!isKept) Unstage(entry);
        _journal.Add(new() { Op = isKept ? JournalRecord.Kept : JournalRecord.Evicted, Key = entry.Key, At = _time.GetUtcNow() });
        if (isKept)
        {
            entry.State = ArchiveState.Kept;
            _stagedBytes -= entry.Bytes;
        }
        else if (_entries.TryRemove(entry.Key, out _))
        {
            Interlocked.Add(ref _bytes, -entry.Bytes);
        }
    }

    /// <summary>Uploads for as long as the engine runs, and looks for what is too old.</summary>
    private async Task WorkAsync()
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                try
                {
                    await TurnAsync(_end.Token);
                    pause = FirstPause;
                    using var round = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                    var next = Task.Delay(Round, _time, round.Token);
                    var woken = _wake.WaitAsync(round.Token);
                    await Task.WhenAny(next, woken);
                    await round.CancelAsync();
                    _end.Token.ThrowIfCancellationRequested();
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    Late(fault);
                    await Task.Delay(pause, _time, _end.Token);
                    pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2));
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The end; what is left waits for the next start.
        }
        catch (Exception fault)
        {
            Fail(fault.Message, fault);
        }
    }

    private async Task TurnAsync(CancellationToken stop)
    {
        if (!_isReconciled) await ReconcileAsync(stop);
        await _turn.WaitAsync(stop);
        try
        {
            await ExpireAsync(stop);
            if (!_place.IsRemote) await FinishAsync(stop);
        }
        finally
        {
            _turn.Release();
        }

        while (_place.IsRemote && await FinishOneAsync(stop)) Volatile.Write(ref _saidFailed, 0);
    }

    // Nobody waits for the network: the turn is taken only to say that it is done.
    private async Task<bool> FinishOneAsync(CancellationToken stop)
    {
        (ArchiveEntry Entry, ArchiveState Target) work;
        await _turn.WaitAsync(stop);
        var isAny = _work.TryPeek(out work);
        _turn.Release();
        if (!isAny) return false;
        await CarryOutAsync(work.Entry, work.Target, stop);
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            Note(work.Entry, work.Target);
            _work.Dequeue();
        }
        finally
        {
            _turn.Release();
        }

        return true;
    }
}
