using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Media.Targets;
using Sluice.Core.Stages.Render.Mosaic;
using Sluice.Native.Threads;

namespace Sluice.Core.Sinks.Media;

/// <summary>
/// One video of all sources in a grid. Frames end here at once: only the newest picture of each source is kept until the next mosaic, which a
/// thread of the stage's own makes and encodes at a steady rate. Its stream goes by the stage's id.
/// </summary>
internal sealed class MosaicSink : IFrameStage, ISink
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);
    private readonly StageContext _context;
    private readonly MosaicOptions _options;
    private readonly OutputTargets _targets;
    private readonly MosaicBoard _board;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IPictureTarget? _target;
    private ITimer? _pace;
    private ITimer? _tick;
    private int _due;
    private int _isEnding;
    private long _dropped;
    private bool _isFailing;

    /// <summary>A mosaic that shows nothing yet.</summary>
    /// <param name="context">The stage's place in the graph.</param>
    /// <param name="options">Where to and how.</param>
    public MosaicSink(StageContext context, MosaicOptions options)
    {
        (_context, _options, _targets) = (context, options, new(context, options));
        var (width, height) = MosaicOptions.SizeOf(options.Size)!.Value;
        _board = new(width, height, options.Columns, options.Labels, options.StaleAfter, context.Time,
            context.Services.GetService(typeof(SourceBoard)) as SourceBoard);
    }

    /// <inheritdoc/>
    public SinkCounts Counts => new(_target?.Accepted ?? 0, _target?.Written ?? 0, 0)
    {
        Dropped = Interlocked.Read(ref _dropped),
        Expired = _targets.Expired,
    };

    /// <summary>Pictures made and not given back.</summary>
    internal int Outstanding => _board.Outstanding;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        _targets.Start([_context.Id]);
        foreach (var source in _context.Sources) _board.TileOf(source);
        _target = _targets.Create(_context.Id);
        _target.Wanted = OnDue;
        new Thread(Run, maxStackSize: 512 * 1024) { IsBackground = true, Name = _context.Id }.Start();
        var period = TimeSpan.FromSeconds(1 / _options.Fps);
        _pace = _context.Time.CreateTimer(static sink => ((MosaicSink)sink!).OnDue(), this, period, period);
        _tick = _context.Time.CreateTimer(static targets => ((OutputTargets)targets!).Tick(), _targets, TickPeriod, TickPeriod);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        _board.TileOf(frame.Info.Source).Put(frame.Picture, frame.Rotation, _context.Time);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        _board.Remove(source);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_pace != null) await _pace.DisposeAsync();
        if (_tick != null) await _tick.DisposeAsync();
        if (_target != null)
        {
            Volatile.Write(ref _isEnding, 1);
            if (_options.Form is OutputFormat.Rtsp or OutputFormat.Rtmp) _target.Interrupt();
            _signal.Release();
            await _over.Task;
            _target.Dispose();
        }

        _targets.Forget(_context.Id);
        _targets.Dispose();
        _board.Dispose();
        _signal.Dispose();
    }

    // A turn that is still due when the next one is was missed: the encoder takes longer than the rate allows.
    private void OnDue()
    {
        if (Interlocked.Exchange(ref _due, 1) == 0) _signal.Release();
        else Interlocked.Increment(ref _dropped);
    }

    private void Run()
    {
        var isLow = false;
        var began = _context.Time.GetTimestamp();
        try
        {
            while (true)
            {
                _signal.Wait();
                if (Volatile.Read(ref _isEnding) != 0) break;
                Volatile.Write(ref _due, 0);
                if (_target!.IsWanted) Show(_context.Time.GetElapsedTime(began).TotalSeconds);
                if (!isLow) LowPriority.Enter();
                isLow = true;
            }

            _target!.Finish();
        }
        catch (Exception fault)
        {
            _context.Log.Error("The mosaic has ended with a fault.", fault);
        }
        finally
        {
            _over.TrySetResult();
        }
    }

    private void Show(double seconds)
    {
        try
        {
            var picture = _board.Compose();
            try
            {
                _target!.Write(picture, seconds, _context.Time.GetUtcNow());
                _isFailing = false;
            }
            finally
            {
                _board.Return(picture);
            }
        }
        catch (Exception fault)
        {
            Interlocked.Increment(ref _dropped);

            // Targets tell of what they expect themselves.
            if (!_isFailing && fault is not IOException) _context.Log.Error("The mosaic cannot be encoded.", fault);
            _isFailing = true;
        }
    }
}
