using Sluice.Abstractions;
using Sluice.Core.Sinks.Media.Targets;
using Sluice.Core.Stages.Flow;

namespace Sluice.Core.Sinks.Media;

/// <summary>
/// The way of one source's pictures to its target. Those of a recorded source are encoded as they are given, and whoever gives them waits.
/// Those of a live one are put aside and encoded on a thread of the lane's own, behind all others; when it falls behind, the oldest goes.
/// What is put aside is a right to the picture alone: the frame has ended for the ledger.
/// </summary>
internal sealed partial class PictureLane : IAsyncDisposable
{
    private readonly IPictureTarget _target;
    private readonly OutputOptions _options;
    private readonly TimeProvider _time;
    private readonly IStageLog _log;
    private readonly ElapsedClock _clock;
    private readonly UprightPictures _upright = new();
    private readonly double _leastInterval;
    private readonly int _capacity;
    private double _nextDue = double.NegativeInfinity;

    // Guards what the giver and the thread share, below; held for a few instructions.
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _queue = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread? _thread;
    private Waiting _last;
    private DateTimeOffset _lastSeenAt;
    private long _lastArrival;
    private bool _hasArrived;
    private bool _isStale;
    private bool _again;
    private bool _isEnding;
    private long _dropped;
    private IOException? _finishFault;

    /// <summary>A lane without pictures.</summary>
    /// <param name="name">What its thread is called.</param>
    /// <param name="target">Where they go; the lane disposes it.</param>
    /// <param name="options">The stage's options.</param>
    /// <param name="isLive">Whether the source is live.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of faults that the target does not tell.</param>
    public PictureLane(string name, IPictureTarget target, OutputOptions options, bool isLive, TimeProvider time, IStageLog log)
    {
        (_target, _options, _time, _log, _clock) = (target, options, time, log, new(time.TimestampFrequency));
        _leastInterval = options.IsLiveView && options.NominalFps is { } fps ? 1 / fps : 0;
        _capacity = options.Form == OutputFormat.Mjpeg ? 1 : options.Queue;
        target.Wanted = OnWanted;

        // Whoever watches, and a server that does not take what it is sent, must not hold up a recording either.
        if (!isLive && options.Form is OutputFormat.File or OutputFormat.Segments or OutputFormat.Hls) return;
        _thread = new Thread(Run, maxStackSize: 512 * 1024) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Pictures the encoder took.</summary>
    public long Accepted => _target.Accepted;

    /// <summary>Pictures that are where they should be.</summary>
    public long Written => _target.Written;

    /// <summary>Pictures let go of, because the encoder was behind or the target could not be written.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes a frame's picture.</summary>
    /// <param name="frame">Borrowed.</param>
    /// <exception cref="IOException">A recorded source's target cannot be written.</exception>
    public void Put(Frame frame)
    {
        var seconds = _clock.Advance(frame.Info);
        if (seconds < _nextDue) return;

        // A half is forgiven: a camera's rate is never quite what it says.
        if (_leastInterval > 0) _nextDue = Math.Max(_nextDue + _leastInterval, seconds + (_leastInterval / 2));
        var at = new Waiting(frame.Picture, frame.Rotation, seconds, frame.Info.CapturedAt);
        if (_thread == null)
        {
            _target.Write(_upright.Of(at.Picture!, at.Rotation, _target.Device), seconds, at.CapturedAt);
            return;
        }

        at.Picture!.Retain();
        Waiting surplus = default;
        var wake = _target.IsWanted;
        lock (_lock)
        {
            if (_isEnding) surplus = at;
            else
            {
                _lastArrival = _time.GetTimestamp();
                _lastSeenAt = _time.GetUtcNow();
                (_hasArrived, _isStale) = (true, false);
                if (wake)
                {
                    if (_queue.Count >= _capacity)
                    {
                        surplus = _queue.Dequeue();
                        _dropped++;
                    }

                    _queue.Enqueue(at);
                }
                else
                {
                    // Nobody looks, so the thread sleeps on; whoever comes finds the last picture.
                    (surplus, _last) = (_last, at);
                }
            }
        }

        surplus.Picture?.Release();
        if (wake) _signal.Release();
    }

    /// <summary>Called about once a second: shows the badge when nothing came for too long.</summary>
    public void Tick()
    {
        if (_thread == null || !_options.IsLiveView || _options.StaleAfter <= TimeSpan.Zero) return;
        lock (_lock)
        {
            if (!_hasArrived || _isEnding || _queue.Count > 0 || _time.GetElapsedTime(_lastArrival) < _options.StaleAfter) return;
            (_isStale, _again) = (true, true);
        }

        if (_target.IsWanted) _signal.Release();
    }

    /// <summary>Encodes what waits and closes the target.</summary>
    /// <param name="stop">Gives up on a target that blocks.</param>
    /// <exception cref="IOException">The end is missing.</exception>
    public async ValueTask FinishAsync(CancellationToken stop)
    {
        if (_thread == null)
        {
            _target.Finish();
            return;
        }

        lock (_lock) _isEnding = true;
        _signal.Release();
        using var giveUp = stop.UnsafeRegister(static target => ((IPictureTarget)target!).Interrupt(), _target);
        await _over.Task;
        if (_finishFault is { } fault) throw fault;
    }

    /// <summary>Closes without waiting for a server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_thread != null && !_over.Task.IsCompleted)
        {
            lock (_lock) _isEnding = true;
            _target.Interrupt();
            _signal.Release();
            await _over.Task;
        }

        _target.Dispose();
        _upright.Dispose();
        _signal.Dispose();
    }

    private void OnWanted()
    {
        lock (_lock)
        {
            if (_isEnding) return;
            _again = true;
        }

        _signal.Release();
    }

    /// <summary>A right to a picture, and what the encoder has to know of it.</summary>
    private readonly record struct Waiting(Picture? Picture, int Rotation, double Seconds, DateTimeOffset CapturedAt);
}
