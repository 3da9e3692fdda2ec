using Microsoft.Extensions.Logging;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>
/// A graph that runs: sources at one end, stages behind bounded edges, and an account of every frame. Sources end, fail and stop each
/// for itself; the engine ends when all have, and what they gave is drained.
/// </summary>
public sealed partial class Engine : IAsyncDisposable
{
    private readonly GraphConfig _config;
    private readonly EngineServices _services;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _hardStop = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OwnThreads _decoders;
    private readonly List<StageNode> _stages = [];
    private readonly ModelRegistry? _models;
    private readonly EngineMetrics _metrics;
    private readonly FrameTracer? _tracer;

    // What keeps the engine running: each source until it is over everywhere, each change while it is made, and the engine itself until all
    // sources have started, or until it is told to stop when it stays without sources.
    private int _life = 1;
    private int _state;
    private long _startedAt;
    private HeadroomMonitor? _headroom;

    /// <summary>Builds the graph; opens nothing and starts nothing.</summary>
    /// <param name="config">A checked graph.</param>
    /// <param name="services">What it is given.</param>
    /// <exception cref="StageStartException">A stage could not be made.</exception>
    public Engine(GraphConfig config, EngineServices services)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(services);
        (_config, _services) = (config, services);
        _log = services.Loggers.CreateLogger("Sluice.Graph");
        Budget = new(config.Engine.Memory.Bytes);
        _decoders = new(config.Engine.Decoders > 0 ? config.Engine.Decoders : Environment.ProcessorCount, "decode");
        _models = (ModelRegistry?)services.Stages.GetService(typeof(ModelRegistry));
        _tracer = FrameTracer.Of(config.Engine.Telemetry?.Traces.Ratio ?? 0, services.Time);
        Build();
        _metrics = new(config.Engine.Name, Snapshot, services.Time);
        _metrics.Follow();
    }

    /// <summary>The memory for pictures in flight.</summary>
    public FrameBudget Budget { get; }

    /// <summary>What it is doing.</summary>
    public EngineState State => (EngineState)Volatile.Read(ref _state);

    /// <summary>Runs the graph until all sources have ended and every frame has its outcome. An engine runs once.</summary>
    /// <param name="stop">Stops the sources; frames in flight then have <see cref="EngineConfig.Drain"/> to finish.</param>
    /// <exception cref="StageStartException">A stage did not start; all stages are disposed.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        if (Interlocked.CompareExchange(ref _state, (int)EngineState.Starting, (int)EngineState.Created) != (int)EngineState.Created)
            throw new InvalidOperationException("An engine runs once: make another one.");
        try
        {
            if (await StartStagesAsync(stop)) await RunGraphAsync(stop);
        }
        finally
        {
            await DisposeAllAsync();
            foreach (var source in _roster.Sources) source.Close();
            Volatile.Write(ref _state, (int)EngineState.Ended);
            _services.Ended?.Invoke();
            _metrics.Dispose();
        }
    }

    /// <summary>Disposes the stages of an engine that never ran; one that ran has done so.</summary>
    public async ValueTask DisposeAsync()
    {
        const int created = (int)EngineState.Created;
        if (Interlocked.CompareExchange(ref _state, (int)EngineState.Ended, created) == created) await DisposeAllAsync();
        _metrics.Dispose();
        _hardStop.Dispose();
    }

    private async Task<bool> StartStagesAsync(CancellationToken stop)
    {
        // Those at the end first: a sink is ready before anything is made for it.
        foreach (var node in Enumerable.Reverse(_stages))
        {
            try
            {
                // On another thread and waited for with the token: a start that blocks must not keep the program from being stopped.
                await Task.Run(() => node.Stage.StartAsync(stop).AsTask(), stop).WaitAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception fault)
            {
                throw new StageStartException(node.Id, node.Config.Factory.Use, fault);
            }
        }

        return true;
    }

    private async Task RunGraphAsync(CancellationToken stop)
    {
        await using var watchdog = StartWatchdog();
        using var headroom = new HeadroomMonitor(Snapshot, _services.Time);
        _headroom = headroom;
        lock (_graph)
        {
            Volatile.Write(ref _startedAt, _services.Time.GetTimestamp());
            Volatile.Write(ref _state, (int)EngineState.Running);
            (_stop, _runs) = (stop, true);
            GraphLog.Running(_log, _roster.Sources.Length, _stages.Count);
            foreach (var source in _roster.Sources) source.Start(stop);
        }

        if (!_services.Stays) Release();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stop.UnsafeRegister(static signal => ((TaskCompletionSource)signal!).TrySetResult(), stopped))
            await Task.WhenAny(_drained.Task, stopped.Task);
        lock (_graph) _isClosing = true;
        if (_services.Stays) Release();
        if (!_drained.Task.IsCompleted) await StopAsync();
        await EndLanesAsync();
    }

    private async Task StopAsync()
    {
        Volatile.Write(ref _state, (int)EngineState.Stopping);
        GraphLog.Stopping(_log, _config.Engine.Drain);
        if (await EndsWithinAsync(_drained.Task, _config.Engine.Drain)) return;
        GraphLog.DrainTimedOut(_log, _config.Engine.Drain);
        // Not awaited: what stages registered on the token may itself hang.
        _ = _hardStop.CancelAsync();
        foreach (var lane in _stages.SelectMany(static s => s.Lanes)) lane.LetGo(LaneMode.Closed, DropReason.Shutdown);
        await Task.WhenAll(_roster.Sources.Select(async source =>
        {
            if (!await EndsWithinAsync(source.Running, Grace)) source.LeaveBehind();
        }));
    }

    private void Retain() => Interlocked.Increment(ref _life);

    private bool TryRetain()
    {
        int seen;
        while ((seen = Volatile.Read(ref _life)) > 0)
            if (Interlocked.CompareExchange(ref _life, seen + 1, seen) == seen) return true;
        return false;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _life) == 0) _drained.TrySetResult();
    }

    private async Task EndLanesAsync()
    {
        foreach (var node in _stages)
        {
            foreach (var lane in node.Lanes)
            {
                if (await EndsWithinAsync(lane.CompleteAsync(), Grace)) continue;
                lane.LetGo(LaneMode.Closed, DropReason.Shutdown);
                lane.AbandonAll();
            }
        }
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, _services.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
