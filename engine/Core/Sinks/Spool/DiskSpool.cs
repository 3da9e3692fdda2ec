using System.Threading.Channels;
using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.Core.Sinks.Spool;

/// <summary>
/// A sink's queue on disk: entries are appended to segment files, handed out in order by one reader, and acknowledged in any order; a
/// segment whose entries are all acknowledged goes. An entry is accepted once the kernel has it, so that killing the process loses nothing.
/// One process at a time. Thread-safe.
/// </summary>
internal sealed partial class DiskSpool : IDisposable
{
    // A restart leaves a gap of this many: a power cut may have taken entries whose sequences a server has already seen as message ids.
    private const long GapAtStart = 1 << 20;
    private const int WouldBlock = 11; // EWOULDBLOCK: somebody holds the lock
    private readonly Lock _gate = new(); // guards all fields but the signals
    private readonly string _folder;
    private readonly SpoolOptions _options;
    private readonly TimeProvider _time;
    private readonly IStageLog _log;
    private readonly SpoolDisk _disk;
    private readonly FileStream _lock;
    private readonly List<Segment> _segments;
    private readonly Channel<bool> _appended = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;
    private Segment? _active;
    private long _next;
    private long _diskBytes;
    private bool _completed;
    private bool _disposed;

    private DiskSpool(string folder, SpoolOptions options, TimeProvider time, IStageLog log, SpoolDisk disk, FileStream locked, SpoolRecovery found)
    {
        (_folder, _options, _time, _log, _disk, _lock) = (folder, options, time, log, disk, locked);
        SegmentBytes = Math.Clamp(options.Bytes.Bytes / 8, 4 << 10, 16 << 20);
        Id = found.Id ?? Guid.CreateVersion7(time.GetUtcNow());
        _segments = found.Segments;
        _diskBytes = _segments.Sum(static segment => segment.Length);
        _next = _segments.Count == 0 ? 1 : _segments[^1].Next + GapAtStart;
        Damaged = found.Damaged;
        foreach (var segment in _segments) Count(segment, 1);
        TakenOver = _items;
        RemoveDone();
        Tell(found);
        _timer = time.CreateTimer(static state => ((DiskSpool)state!).OnTick(), this, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Its folder; a sink may keep files of its own in it.</summary>
    public string Folder => _folder;

    /// <summary>Names the spool, over restarts: with an entry's sequence it makes an id that no other entry has.</summary>
    public Guid Id { get; }

    /// <summary>Items that an earlier process had accepted and that were not acknowledged.</summary>
    public long TakenOver { get; }

    /// <summary>Entries that damage took.</summary>
    public long Damaged { get; private set; }

    /// <summary>Items let go of because the spool or the disk was full, or that were too old.</summary>
    public long Dropped { get; private set; }

    /// <summary>Bytes of a segment before the next one is begun.</summary>
    internal long SegmentBytes { get; }

    /// <summary>The spool of a sink, where and how <c>engine.spool</c> and the sink's own section say.</summary>
    /// <param name="context">The sink's place in the graph; its id names the folder.</param>
    /// <param name="own">The sink's own section; null when it has none.</param>
    /// <exception cref="SpoolException">The folder is in use, cannot be written, or is of another version.</exception>
    public static DiskSpool Open(StageContext context, SpoolOverride? own)
    {
        var engine = (EngineView?)context.Services.GetService(typeof(EngineView));
        var options = (engine?.Config.Engine.Spool ?? new()).With(own);
        return Open(options, Path.Combine(context.Resolve(options.Path), context.Id), context.Time, context.Log);
    }

    /// <summary>Opens a folder, which is made when missing, and finds what an earlier process left there.</summary>
    /// <param name="options">Bounds and policies; their path is not looked at.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of what was found, of damage, and when the spool or the disk is full.</param>
    /// <param name="disk">How files are made and written; null for the real ones.</param>
    /// <exception cref="SpoolException">The folder is in use, cannot be written, or is of another version.</exception>
    public static DiskSpool Open(SpoolOptions options, string folder, TimeProvider time, IStageLog log, SpoolDisk? disk = null)
    {
        folder = Path.GetFullPath(folder);
        FileStream? locked = null;
        try
        {
            Directory.CreateDirectory(folder);
            locked = TakeLock(folder);
            return new(folder, options, time, log, disk ?? SpoolDisk.Real, locked, SpoolRecovery.Read(folder));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SpoolException)
        {
            locked?.Dispose();
            throw new SpoolException($"The spool '{folder}' cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>What waits in it.</summary>
    public SpoolDepth Depth
    {
        get
        {
            lock (_gate)
            {
                var oldest = _segments.Find(static segment => !segment.IsDone);
                var age = oldest == null ? (TimeSpan?)null : TimeSpan.FromMicroseconds(Math.Max(0, Now() - oldest.OldestMicroseconds()));
                return new(_entries, _items, _bytes, _diskBytes, age);
            }
        }
    }

    /// <summary>Appends a batch; on return the kernel has it (with <see cref="SpoolFsync.Always"/>, the disk).</summary>
    /// <param name="batch">Its entries; borrowed, and empty again when the answer is true.</param>
    /// <param name="first">The sequence of its first entry; 0 when a full disk under <see cref="SpoolWhenFull.DropOldest"/> made them dropped.</param>
    /// <param name="wake">Whether the reader is told at once; false for entries that are no use to it before a later one.</param>
    /// <param name="urgent">Whether they may pass the bound: a few small ones, without which nothing could leave the spool.</param>
    /// <returns>False when there is no room: wait for it, and try again.</returns>
    public bool TryAppend(SpoolBatch batch, out long first, bool wake = true, bool urgent = false)
    {
        first = 0;
        if (batch.Length == 0) return true;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!MakeRoom(batch.Length, urgent) || !Write(_active!, batch))
            {
                if (_options.WhenFull == SpoolWhenFull.Wait) return false;
                // Nothing older is left to make room with.
                Dropped += batch.Items;
                batch.Clear();
                return true;
            }

            first = _next - batch.Count;
        }

        batch.Clear();
        if (wake) _appended.Writer.TryWrite(true);
        return true;
    }

    /// <summary>No more will be appended: the reader ends once it has read everything.</summary>
    public void Complete()
    {
        lock (_gate) _completed = true;
        _appended.Writer.TryWrite(true);
    }

    /// <summary>Closes the files; what was not acknowledged is found again by the next process.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            if (_disposed) return;
            (_disposed, _completed) = (true, true);
            if (_options.Fsync != SpoolFsync.Never) Flush(_active);
            foreach (var segment in _segments) segment.Dispose();
            FreeWaiters();
            FreeDrained();
        }

        _appended.Writer.TryComplete();
        _lock.Dispose();
    }

    private static FileStream TakeLock(string folder)
    {
        try
        {
            return new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (fault.HResult == WouldBlock)
        {
            throw new SpoolException(
                $"another engine has it open. Two engines need two folders: give one of them another engine.spool.path. ({fault.Message})", fault);
        }
    }

    private long Now() => (_time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private bool Write(Segment segment, SpoolBatch batch)
    {
        var now = Now();
        var bytes = batch.Stamp(_next, now);
        try
        {
            _disk.Write(segment.File, bytes, segment.Length);
            if (_options.Fsync == SpoolFsync.Always) RandomAccess.FlushToDisk(segment.File);
        }
        catch (IOException fault)
        {
            OnDiskFull(fault);
            // Whole entries of a batch that was cut must not be found by a later process.
            CutBack(segment);
            return false;
        }

        for (var rest = bytes; !rest.IsEmpty;)
        {
            var entry = rest[..EntryFormat.LengthOf(rest)];
            segment.Add(_next++, now, EntryFormat.ItemsOf(entry), entry.Length);
            rest = rest[entry.Length..];
        }

        segment.SetLength(segment.Length + bytes.Length);
        _entries += batch.Count;
        _items += batch.Items;
        _bytes += bytes.Length;
        _diskBytes += bytes.Length;
        _dirty = true;
        OnDiskRoom();
        return true;
    }

    private void Tell(SpoolRecovery found)
    {
        if (_entries > 0) _log.Info($"The spool holds {_items} items that an earlier run had accepted and not handed over; they go out first.");
        if (found.Damaged > 0) _log.Error($"{found.Damaged} entries of the spool '{_folder}' are damaged and lost; the rest is whole.");
        foreach (var file in found.Unreadable) _log.Error($"'{file}' was a segment of the spool and cannot be read any more; it was moved aside.");
    }
}
