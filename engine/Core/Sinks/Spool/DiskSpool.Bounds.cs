using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Spool;

/// <content>How large it may grow, what happens when it, or the disk, is full, and when it goes to the disk.</content>
internal sealed partial class DiskSpool
{
    // Kept at the end of a segment for entries without which nothing could leave the spool.
    private const int UrgentBytes = 16 << 10;
    private static readonly TimeSpan RetryFullDisk = TimeSpan.FromSeconds(1);
    private TaskCompletionSource? _freed;
    private Segment? _flushLater;
    private bool _dirty;
    private bool _isFull;
    private bool _isDiskFull;
    private bool _lacksSegment;
    private long _tryAgainAt;
    private long _droppedBefore;

    /// <summary>Waits while there is no room for more; with <see cref="SpoolWhenFull.DropOldest"/> there always is.</summary>
    /// <param name="call">The stage's call that waits, whose deadline stands still meanwhile; null outside of one.</param>
    /// <param name="stop">Gives up.</param>
    public async ValueTask WaitForRoomAsync(IStageOutput? call, CancellationToken stop)
    {
        while (true)
        {
            Task freed;
            bool again;
            lock (_gate)
            {
                if (_disposed || _options.WhenFull == SpoolWhenFull.DropOldest) return;
                again = _isDiskFull;
                if (again ? Now() >= _tryAgainAt : !_isFull) return;
                freed = (_freed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            if (again) freed = Task.WhenAny(freed, Task.Delay(RetryFullDisk, _time, stop));
            if (call == null) await freed.WaitAsync(stop);
            else await call.WaitAsync(freed, stop);
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Has an active segment with room for so many bytes.</summary>
    private bool MakeRoom(int bytes, bool urgent)
    {
        if (!urgent && !MakeRoomInBound(bytes)) return false;
        var keep = urgent ? 0 : Math.Min(UrgentBytes, SegmentBytes / 8);
        if (_active != null && (_active.Length + bytes <= _active.Reserved - keep || _active.Length == SegmentFormat.HeadBytes)) return true;
        while (true)
        {
            if (_isDiskFull && !urgent && Now() < _tryAgainAt) return false;
            if (Begin(SegmentFormat.HeadBytes + bytes + keep)) return true;
            if (_options.WhenFull == SpoolWhenFull.Wait || urgent || _segments.Count < 2) return urgent && _active != null;
            Drop(_segments[0]);
        }
    }

    private bool MakeRoomInBound(int bytes)
    {
        // What is larger than the whole bound is taken when nothing else is there: else it would wait for ever.
        while (_diskBytes + bytes > _options.Bytes.Bytes && _entries > 0)
        {
            if (!_isFull)
            {
                (_isFull, _droppedBefore) = (true, Dropped);
                _log.Warn(_options.WhenFull == SpoolWhenFull.Wait
                    ? $"The spool is full ({_options.Bytes}): nothing more is taken until some of it is handed over."
                    : $"The spool is full ({_options.Bytes}): the oldest entries are dropped and counted until some of it is handed over.");
            }

            if (_options.WhenFull == SpoolWhenFull.Wait) return false;
            if (_segments.Count == 1)
            {
                // The last segment names the spool: its successor must be there before it goes.
                if (_segments[0].Length == SegmentFormat.HeadBytes || !Begin(SegmentFormat.HeadBytes + UrgentBytes)) return true;
            }

            Drop(_segments[0]);
        }

        return true;
    }

    /// <summary>Begins a segment: of a usual size, or as small as the disk has room for, so that a nearly full one is used to its end.</summary>
    /// <param name="least">Bytes it needs to be of use.</param>
    private bool Begin(long least)
    {
        for (var size = Math.Max(SegmentBytes, least); ; size = Math.Max(size / 4, least))
        {
            if (TryBegin(size) is not { } fault) return true;
            if (size > least) continue;
            OnDiskFull(fault);
            _lacksSegment = true;
            return false;
        }
    }

    private IOException? TryBegin(long size)
    {
        var path = Path.Combine(_folder, SegmentFormat.NameOf(_next));
        Span<byte> head = stackalloc byte[SegmentFormat.HeadBytes];
        SegmentFormat.WriteHead(head, Id, _next);
        Microsoft.Win32.SafeHandles.SafeFileHandle? file = null;
        try
        {
            file = _disk.Create(path, size);
            _disk.Write(file, head, 0);
            if (_options.Fsync == SpoolFsync.Always) RandomAccess.FlushToDisk(file);
        }
        catch (IOException fault)
        {
            file?.Dispose();
            if (file != null) File.Delete(path);
            return fault;
        }

        _lacksSegment = false;
        OnDiskRoom();

        Flush(_flushLater);
        _flushLater = _dirty ? _active : null;
        _active = new(path, _next, file) { Reserved = size };
        _segments.Add(_active);
        _diskBytes += SegmentFormat.HeadBytes;
        RemoveDone();
        return null;
    }

    /// <summary>Lets go of a segment, acknowledged or not.</summary>
    private void Drop(Segment segment)
    {
        Dropped += segment.Items;
        Remove(segment);
    }

    private void RemoveDone()
    {
        for (var i = _segments.Count - 2; i >= 0; i--)
            if (_segments[i].IsDone) Remove(_segments[i]);
    }

    private void Remove(Segment segment)
    {
        Count(segment, -1);
        _diskBytes -= segment.Length;
        _segments.Remove(segment);
        if (segment == _flushLater) _flushLater = null;
        segment.Delete();
        OnLess();
    }

    private void OnLess()
    {
        // Not at the first free byte: it would be full again at once, and the log would say both each time.
        if (_isFull && (_diskBytes < _options.Bytes.Bytes * 3 / 4 || _entries == 0))
        {
            _isFull = false;
            var dropped = Dropped - _droppedBefore;
            _log.Info(dropped == 0 ? "The spool has room again." : $"The spool has room again; {dropped} items were dropped.");
        }

        if (!_isFull) FreeWaiters();
        if (_entries == 0) FreeDrained();
    }

    private void OnDiskFull(IOException fault)
    {
        _tryAgainAt = Now() + (long)RetryFullDisk.TotalMicroseconds;
        if (_isDiskFull) return;
        (_isDiskFull, _droppedBefore) = (true, Dropped);
        _log.Error($"The spool '{_folder}' cannot be written: {fault.Message} Until it can, "
            + (_options.WhenFull == SpoolWhenFull.Wait ? "nothing more is taken." : "what does not fit is dropped and counted."));
    }

    private void OnDiskRoom()
    {
        // While no new segment can be made, what is small still fits into the last one: the disk is full all the same.
        if (!_isDiskFull || _lacksSegment) return;
        _isDiskFull = false;
        var dropped = Dropped - _droppedBefore;
        _log.Info("The spool can be written again" + (dropped == 0 ? "." : $"; {dropped} items were dropped."));
        FreeWaiters();
    }

    private static void CutBack(Segment segment)
    {
        try
        {
            RandomAccess.SetLength(segment.File, segment.Length);
        }
        catch (IOException)
        {
            // The disk is in worse shape than full: what was cut is found by its sequence, which the next entry gets as well.
        }
    }

    private void OnTick()
    {
        Segment? older = null, active = null;
        lock (_gate)
        {
            if (_disposed) return;
            DropOld();
            if (_options.Fsync == SpoolFsync.Interval && _dirty) (older, active, _dirty, _flushLater) = (_flushLater, _active, false, null);
        }

        // Outside the gate: a slow disk must not hold up whoever appends.
        Flush(older);
        Flush(active);
    }

    private void DropOld()
    {
        var oldest = Now() - (long)_options.Age.TotalMicroseconds;
        while (_segments.Count > 0 && _segments[0] is { IsDone: false } segment && segment.Newest < oldest)
        {
            if (_segments.Count == 1 && !Begin(SegmentFormat.HeadBytes + UrgentBytes)) return;
            _log.Warn($"{segment.Items} items in the spool are older than {_options.Age.TotalHours:0.##} h and are dropped.");
            Drop(segment);
        }
    }

    private static void Flush(Segment? segment)
    {
        try
        {
            if (segment != null) RandomAccess.FlushToDisk(segment.File);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // Gone, because all of it was acknowledged; or a disk that says so at the next write as well.
        }
    }

    private void FreeWaiters()
    {
        _freed?.TrySetResult();
        _freed = null;
    }
}
