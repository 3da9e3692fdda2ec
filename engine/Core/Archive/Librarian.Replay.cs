using System.Text.Json;

namespace Sluice.Core.Archive;

/// <content>What an earlier process left: the journal says what it meant to do, the place what became of it.</content>
internal sealed partial class Librarian
{
    private void Replay(List<JournalRecord> records)
    {
        var found = new Dictionary<string, ArchiveEntry>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            switch (record.Op)
            {
                case JournalRecord.Keep when ArchiveNames.IsKey(record.Key) && record.Files != null:
                    found[record.Key] = new(record.Key, record.CapturedAt ?? record.At, record.At, [.. record.Files.Select(static file => new ArchiveFile(file.Key, file.Value))])
                    {
                        Loss = record.Loss ?? 0,
                        IsPinned = record.IsPinned,
                    };
                    break;
                case JournalRecord.Kept when found.TryGetValue(record.Key, out var kept):
                    kept.State = ArchiveState.Kept;
                    break;
                case JournalRecord.Evict when found.TryGetValue(record.Key, out var going):
                    going.State = ArchiveState.Going;
                    break;
                case JournalRecord.Evicted:
                    found.Remove(record.Key);
                    break;
            }
        }

        foreach (var entry in found.Values)
        {
            Enter(entry);
            if (entry.State == ArchiveState.Kept) continue;
            if (entry.State == ArchiveState.Going) _perSource[entry.Folder]--;
            _work.Enqueue((entry, entry.State == ArchiveState.Going ? ArchiveState.Going : ArchiveState.Kept));
        }
    }

    /// <summary>Holds the journal against what is there, and sweeps. Once a process.</summary>
    private async Task ReconcileAsync(CancellationToken stop)
    {
        var files = new Dictionary<string, List<ArchiveFile>>(StringComparer.Ordinal);
        var reports = new List<ArchiveFile>();
        await foreach (var file in _place.ListAsync(stop))
        {
            if (IsReport(file.Name)) reports.Add(file);
            // Other people's files in the folder are left alone.
            if (!ArchiveNames.TryParse(file.Name, out var key, out var ending)) continue;
            if (!files.TryGetValue(key, out var known)) files[key] = known = [];
            known.Add(new(ending, file.Bytes));
        }

        await _turn.WaitAsync(stop);
        try
        {
            await SettleAsync(files, stop);
            foreach (var report in reports) EnterReport(report);
            SweepStaging();
            if (!_place.IsRemote) await FinishAsync(stop);
            await ExpireAsync(stop);
            if (!_place.IsRemote) await FinishAsync(stop);
            Compact();
            _isReconciled = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task SettleAsync(Dictionary<string, List<ArchiveFile>> files, CancellationToken stop)
    {
        var (gone, broken, adopted, swept) = (0, 0, 0, 0);
        foreach (var entry in _entries.Values)
        {
            files.Remove(entry.Key, out var there);
            if (entry.State == ArchiveState.Going) continue;
            bool Has(ArchiveFile file) => there?.Contains(file) == true;
            if (entry.State == ArchiveState.Kept && entry.Files.All(Has))
            {
                Recount(entry, there!);
                continue;
            }

            if (entry.State == ArchiveState.Keeping && entry.Files.All(file => Has(file) || IsStaged(entry, file))) continue;
            // Somebody took it away, or the disk lost it: half a keyframe is none.
            if (entry.State == ArchiveState.Keeping) broken++;
            else gone++;
            Condemn(entry, "gone");
        }

        foreach (var (key, there) in files)
        {
            if (await AdoptAsync(key, there, stop))
            {
                adopted++;
                continue;
            }

            foreach (var file in there) await _place.DeleteAsync(key + file.Name, stop);
            swept++;
        }

        if (gone + broken + adopted + swept > 0)
            _log.Warn($"The archive '{_place.Name}' was not as its journal says: {adopted} keyframes were taken in, {gone} are gone, {broken} were never whole, and parts of {swept} were nobody's and were deleted.");
    }

    private bool IsStaged(ArchiveEntry entry, ArchiveFile file)
        => new FileInfo(StagedPath(entry, file.Name)) is { Exists: true } staged && staged.Length == file.Bytes;

    // Labels and pins come from others, while no librarian looks.
    private void Recount(ArchiveEntry entry, List<ArchiveFile> there)
    {
        var bytes = there.Sum(static file => file.Bytes);
        Interlocked.Add(ref _bytes, bytes - entry.Bytes);
        entry.Bytes = bytes;
    }

    /// <summary>A whole keyframe that the journal does not know: the journal was lost, or it was copied here.</summary>
    private async Task<bool> AdoptAsync(string key, List<ArchiveFile> there, CancellationToken stop)
    {
        if (!there.Exists(static file => file.Name == ArchiveNames.Picture) || !there.Exists(static file => file.Name == ArchiveNames.Sidecar)) return false;
        try
        {
            if (await _place.ReadAsync(key + ArchiveNames.Sidecar, stop) is not { } json) return false;
            var known = ArchivedKeyframe.Parse(json);
            var entry = new ArchiveEntry(key, known.CapturedAt, known.KeptAt, [.. there.Where(static file => file.Name is ArchiveNames.Picture or ArchiveNames.Sidecar or ArchiveNames.Lossless)])
            {
                Loss = known.Loss,
                IsPinned = known.IsPinned,
                State = ArchiveState.Kept,
            };
            _journal.Add(RecordOf(entry));
            _journal.Add(new() { Op = JournalRecord.Kept, Key = key, At = _time.GetUtcNow() });
            Enter(entry);
            Recount(entry, there);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return false;
        }
    }

    private void SweepStaging()
    {
        var wanted = _work.Where(static work => work.Target == ArchiveState.Kept).SelectMany(work => work.Entry.Files.Select(file => StagedPath(work.Entry, file.Name)))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(_folder, Staging)))
            if (!wanted.Contains(path)) File.Delete(path);
    }

    /// <summary>Forgets what is over, when that is most of the journal and both fit.</summary>
    private void Compact()
    {
        var records = new List<JournalRecord>();
        foreach (var entry in _entries.Values.OrderBy(static entry => entry.KeptAt).ThenBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            records.Add(RecordOf(entry));
            if (entry.State == ArchiveState.Kept) records.Add(new() { Op = JournalRecord.Kept, Key = entry.Key, At = entry.KeptAt });
            if (entry.State == ArchiveState.Going) records.Add(new() { Op = JournalRecord.Evict, Key = entry.Key, At = _time.GetUtcNow() });
        }

        var bytes = records.Sum(static record => (long)ArchiveJournal.SizeOf(record));
        if (_journal.Bytes < (2 * bytes) + 16384 || (!_place.IsRemote && Used + bytes > _limits.Bytes)) return;
        _journal.Replace(records);
    }
}
