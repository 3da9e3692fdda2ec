using Sluice.Core.Stages.Render;
using Sluice.Native.FFmpeg;
using Sluice.Native.Threads;

namespace Sluice.Core.Sinks.Media;

/// <content>The lane's thread: encodes what waits, and shows the last picture again where none comes.</content>
internal sealed partial class PictureLane
{
    // The thread's own.
    private readonly PicturePool _badges = new(1);
    private PictureCopier? _copier;
    private AvFrame? _badge;
    private double _shift;
    private double _lastSeconds;
    private long _lastWrite;
    private bool _hasWritten;
    private bool _isRepeating;
    private bool _isFailing;

    private enum Work
    {
        None,
        Picture,
        Again,
        Badge,
        End,
    }

    private void Run()
    {
        // What an encoder's own threads are to inherit has to be there when it is opened. Otherwise the first picture comes first: it
        // initialises types that others may be waiting for.
        var isLow = _options.Threads != 1 && StepBack();
        try
        {
            for (var work = Work.None; work != Work.End;)
            {
                _signal.Wait();
                work = Next(out var item);
                if (work is Work.Picture or Work.Again) Encode(item, work == Work.Again);
                else if (work == Work.Badge) ShowBadge(item);
                if (!isLow && _hasWritten) isLow = StepBack();
            }

            _target.Finish();
        }
        catch (IOException fault)
        {
            _finishFault = fault;
        }
        catch (Exception fault)
        {
            _log.Error("A thread that encodes has failed.", fault);
        }
        finally
        {
            Close();
            _over.TrySetResult();
        }
    }

    private static bool StepBack()
    {
        LowPriority.Enter();
        return true;
    }

    private Work Next(out Waiting item)
    {
        lock (_lock)
        {
            if (_queue.TryDequeue(out item)) return Work.Picture;

            // At the end nothing is shown again: the signal that would follow is that of the end.
            if (_again && !_isEnding)
            {
                _again = false;
                if (_last.Picture != null || (_isStale && _badge != null))
                {
                    (item, _last) = (_last, default);
                    return _isStale ? Work.Badge : Work.Again;
                }
            }

            return _isEnding ? Work.End : Work.None;
        }
    }

    private void Encode(in Waiting item, bool again)
    {
        if (_badge != null) _badges.Return(_badge, 0);
        _badge = null;
        try
        {
            var seconds = again ? TimeOfRepeat() : TimeOf(item);
            Write(_upright.Of(item.Picture!, item.Rotation, _target.Device), seconds, item.CapturedAt);
        }
        catch (Exception fault)
        {
            Lose(fault);
        }

        Keep(item);
    }

    private void ShowBadge(in Waiting item)
    {
        try
        {
            if (item.Picture != null)
            {
                if (_badge != null) _badges.Return(_badge, 0);
                _badge = null;
                _copier ??= new PictureCopier(_badges);
                _badge = _copier.Copy(item.Picture, item.Rotation);
                StaleBadge.Draw(_badge, _lastSeenAt, _time.GetUtcNow());
            }

            if (_badge != null) Write(_badge, TimeOfRepeat(), _time.GetUtcNow());
        }
        catch (Exception fault)
        {
            Lose(fault);
        }
        finally
        {
            // The badge is a copy: a camera that is down takes no memory of the engine's.
            item.Picture?.Release();
        }
    }

    private void Write(AvFrame picture, double seconds, DateTimeOffset capturedAt)
    {
        (_lastSeconds, _lastWrite, _hasWritten) = (seconds, _time.GetTimestamp(), true);
        _target.Write(picture, seconds, capturedAt);
        _isFailing = false;
    }

    // The clock of what is written goes on while pictures are repeated; the camera's, when it is back, goes on from there.
    private double TimeOf(in Waiting item)
    {
        if (_isRepeating) _shift = TimeOfRepeat() - item.Seconds;
        _isRepeating = false;
        return Math.Max(_lastSeconds, item.Seconds + _shift);
    }

    private double TimeOfRepeat()
    {
        _isRepeating = true;
        return _hasWritten ? _lastSeconds + _time.GetElapsedTime(_lastWrite).TotalSeconds : 0;
    }

    private void Lose(Exception fault)
    {
        Interlocked.Increment(ref _dropped);

        // Targets tell of what they expect themselves.
        if (!_isFailing && fault is not IOException) _log.Error("A picture cannot be encoded.", fault);
        _isFailing = true;
    }

    private void Keep(in Waiting item)
    {
        var surplus = item;
        if (_options.IsLiveView)
        {
            lock (_lock)
            {
                // A later one may have been laid there meanwhile.
                if (_last.Picture == null || _last.Seconds <= item.Seconds) (surplus, _last) = (_last, item);
            }
        }

        surplus.Picture?.Release();
    }

    private void Close()
    {
        lock (_lock)
        {
            _isEnding = true;
            while (_queue.TryDequeue(out var left))
            {
                left.Picture?.Release();
                _dropped++;
            }

            _last.Picture?.Release();
            _last = default;
        }

        _badge?.Dispose();
        _copier?.Dispose();
        _badges.Dispose();
    }
}
