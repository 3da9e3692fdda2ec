using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Archive;

/// <summary>
/// Keeps an archive within its limits. Every change is said in the journal before it is made and after, so that a killed one is finished at
/// the next start: a keyframe is staged whole in the archive's folder, promised, put to its place, and done. Safe from any thread.
/// </summary>
internal sealed partial class Librarian : IAsyncDisposable
{
    private const string Staging = ".staged", JournalName = ".journal", LockName = ".lock";

    // What waits for a bucket that does not answer must not fill the disk.
    private const long MostStagedBytes = 2L << 30;
    private readonly string _folder;
    private readonly IArchivePlace _place;
    private readonly ArchiveLimits _limits;
    private readonly TimeProvider _time;
    private readonly IStageLog _log;
    private readonly FileStream _lock;
    private readonly ArchiveJournal _journal;
    private readonly CancellationTokenSource _end = new();

    // Held for every change; the entries are read without it.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, ArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Folder, Guid Id), string> _keys = new();
    private readonly Dictionary<string, int> _perSource = new(StringComparer.Ordinal);
    private readonly Queue<(ArchiveEntry Entry, ArchiveState Target)> _work = new();
    private readonly SemaphoreSlim _wake = new(0);
    private Task _worker = Task.CompletedTask;
    private bool _isReconciled;
    private bool _isDisposed;
    private long _bytes;
    private long _stagedBytes;
    private long _kept;
    private long _evicted;
    private long _refused;
    private double _evictedLoss;
    private int _saidFailed;

    private Librarian(string folder, IArchivePlace place, ArchiveLimits limits, TimeProvider time, IStageLog log, FileStream held, ArchiveJournal journal)
        => (_folder, _place, _limits, _time, _log, _lock, _journal) = (folder, place, limits, time, log, held, journal);

    /// <summary>Counts so far.</summary>
    public ArchiveCounts Counts => new(_entries.Count, Used, Interlocked.Read(ref _kept), Interlocked.Read(ref _evicted), Volatile.Read(ref _evictedLoss),
        Interlocked.Read(ref _refused), _entries.Values.Count(static entry => entry.State == ArchiveState.Keeping));

    /// <summary>The place.</summary>
    public IArchivePlace Place => _place;

    /// <summary>What is in the archive.</summary>
    public IEnumerable<ArchiveEntry> Entries => _entries.Values.Where(static entry => entry.State != ArchiveState.Going);

    private long Used => Interlocked.Read(ref _bytes) + (_place.IsRemote ? 0 : _journal.Bytes);

    /// <summary>Opens an archive, finishes what a killed process began, and takes away what is nobody's.</summary>
    /// <param name="folder">Absolute: the archive, or where a bucket's journal lies. One librarian's at a time.</param>
    /// <param name="place">Where the files are; owned.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of what went wrong and was mended.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="IOException">The folder cannot be used, or another librarian has it.</exception>
    public static async Task<Librarian> OpenAsync(string folder, IArchivePlace place, ArchiveLimits limits, TimeProvider time, IStageLog log, CancellationToken stop)
    {
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, Staging));
            held = Hold(folder);
            var journal = ArchiveJournal.Open(Path.Combine(folder, JournalName), out var records, out var damaged);
            var librarian = new Librarian(folder, place, limits, time, log, held, journal);
            if (damaged > 0) log.Warn($"The journal of the archive '{place.Name}' has {damaged} damaged lines; what they said is found out by looking.");
            librarian.Replay(records);
            // A folder is at hand. A bucket may not be: then that waits until it is.
            if (!place.IsRemote) await librarian.ReconcileAsync(stop);
            librarian._worker = librarian.WorkAsync();
            return librarian;
        }
        catch (UnauthorizedAccessException fault)
        {
            if (held != null) await held.DisposeAsync();
            throw new IOException($"archive.dir: the folder '{folder}' cannot be used: {fault.Message}", fault);
        }
        catch
        {
            if (held != null) await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps a keyframe: on return it is safe from a kill.</summary>
    /// <param name="item">The keyframe.</param>
    /// <param name="stop">Gives up before it is promised.</param>
    /// <returns>What became of it; faults of the disk are answers.</returns>
    public async Task<KeepVerdict> KeepAsync(ArchiveItem item, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (_isDisposed) return KeepVerdict.Failed;
            // A recording that is read again comes in another period, and its pictures under the same ids.
            if (FindKey(item.Key) is { } known && _entries.TryGetValue(known, out var there)) return there.State == ArchiveState.Going ? KeepVerdict.NoRoom : KeepVerdict.KeptBefore;
            var entry = new ArchiveEntry(item.Key, item.CapturedAt, _time.GetUtcNow(), [.. item.Files.Select(static file => new ArchiveFile(file.Key, file.Value.LongLength))])
            {
                Loss = item.Loss,
                IsPinned = item.IsPinned,
            };
            if (_place.IsRemote && _stagedBytes + entry.Bytes > MostStagedBytes) return Fail($"{new ByteSize(_stagedBytes)} wait for '{_place.Name}'", null);
            if (await PlanRoomAsync(entry, stop) is not { } victims)
            {
                Interlocked.Increment(ref _refused);
                return KeepVerdict.NoRoom;
            }

            foreach (var victim in victims) Condemn(victim, "quota");
            // A bucket's are taken out before the new one is put, in the worker's order.
            if (!_place.IsRemote) await FinishAsync(CancellationToken.None);
            Stage(entry, item.Files);
            Promise(entry);
            if (_place.IsRemote) _wake.Release();
            else await FinishAsync(CancellationToken.None);
            Volatile.Write(ref _saidFailed, 0);
            return KeepVerdict.Kept;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What is staged and promised is kept: the worker goes on from there.
            if (_wake.CurrentCount == 0) _wake.Release();
            return _entries.TryGetValue(item.Key, out var promised) && promised.State != ArchiveState.Going ? Late(fault) : Fail(fault.Message, fault);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The key under which a keyframe is there, in whatever period; null when it is not.</summary>
    /// <param name="key">A key of the same source and id.</param>
    public string? FindKey(string key)
        => _keys.GetValueOrDefault((key[..key.IndexOf('/', StringComparison.Ordinal)], Guid.Parse(key.AsSpan(key.LastIndexOf('/') + 1))));

    /// <summary>Waits until a bucket has everything, or the time is over.</summary>
    /// <param name="limit">How long; what is left waits for the next start.</param>
    public async Task FlushAsync(TimeSpan limit)
    {
        var began = _time.GetTimestamp();
        while (_place.IsRemote && Counts.Waiting > 0 && _time.GetElapsedTime(began) < limit) await Task.Delay(TimeSpan.FromMilliseconds(20), _time);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _worker;
        await _turn.WaitAsync();
        _isDisposed = true;
        _turn.Release();
        _journal.Dispose();
        await _lock.DisposeAsync();
        _place.Dispose();
        _end.Dispose();
        _wake.Dispose();
        _turn.Dispose();
    }

    private static FileStream Hold(string folder)
    {
        try
        {
            return new(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new IOException($"archive.dir: '{folder}' is in use by another stage or engine; give each its own.", fault);
        }
    }

    private KeepVerdict Late(Exception fault)
    {
        if (Interlocked.Exchange(ref _saidFailed, 1) == 0) _log.Warn($"The archive '{_place.Name}' is behind, and goes on trying: {fault.Message}");
        return KeepVerdict.Kept;
    }

    private KeepVerdict Fail(string why, Exception? fault)
    {
        if (Interlocked.Exchange(ref _saidFailed, 1) == 0) _log.Error($"The archive '{_place.Name}' takes no keyframes: {why}.", fault);
        return KeepVerdict.Failed;
    }
}
