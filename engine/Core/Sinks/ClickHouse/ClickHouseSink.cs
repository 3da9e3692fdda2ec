using Sluice.Abstractions;
using Sluice.Core.Store;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>
/// Stores what the graph found as rows. Rows wait in memory until the server has confirmed them; when that memory is full the stage waits
/// and its edge's policy decides. A frame that comes on several links is stored once, from the link that is first.
/// </summary>
internal sealed class ClickHouseSink : IFrameStage, ISink
{
    private readonly StageContext _context;
    private readonly ClickHouseOptions _options;
    private readonly BlockQueue _queue;
    private readonly MetadataRows _rows;
    private readonly Dictionary<string, SourceTally> _sources = [];
    private readonly CancellationTokenSource _stop = new();
    private Task[] _senders = [];
    private EmbeddedStore? _store;
    private ClickHouseClient? _client;
    private BlockSender? _sender;
    private ITimer? _timer;
    private long _accepted;
    private bool _disposed;

    public ClickHouseSink(StageContext context, ClickHouseOptions options)
    {
        var run = Guid.CreateVersion7();
        (_context, _options) = (context, options);
        _queue = new(options, context.Time, run.ToString());
        _rows = new(_queue, context.Engine, run);
    }

    public SinkCounts Counts => new(Interlocked.Read(ref _accepted), _sender?.Acknowledged ?? 0, 0);

    public async ValueTask StartAsync(CancellationToken stop)
    {
        var endpoint = await EndpointAsync(stop);
        var database = _options.Database.Length > 0 ? _options.Database : endpoint.Database;
        _client = new(endpoint, database, _options.Timeout);
        _sender = new(_client, database, _queue, _context.Log, _context.Time);
        try
        {
            await _sender.PrepareAsync(stop);
        }
        catch (HttpRequestException fault)
        {
            // An outage at the start is an outage like any other. A server that answers with a refusal is a mistake in the graph.
            _context.Log.Warn($"{fault.Message} Rows wait in memory until it can be.");
        }

        _senders = [.. Enumerable.Range(0, _options.InFlight).Select(_ => Task.Run(() => _sender.RunAsync(_stop.Token), CancellationToken.None))];
        lock (_queue.Gate) _rows.Engine(_context.Time.GetUtcNow(), _context.Sources);
        Interlocked.Increment(ref _accepted);
        var tick = _options.BatchAge < TimeSpan.FromSeconds(1) ? _options.BatchAge : TimeSpan.FromSeconds(1);
        _timer = _context.Time.CreateTimer(static state => ((ClickHouseSink)state!).OnTick(), this, tick, tick);
    }

    public async ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        await _queue.WaitForRoomAsync(stop);
        Accept(frame);
    }

    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        lock (_queue.Gate)
        {
            if (!_sources.Remove(source, out var tally)) return ValueTask.CompletedTask;
            CloseSecond(source, tally);
            _rows.Source(source, _context.Time.GetUtcNow(), "ended", tally.Frames);
        }

        Interlocked.Increment(ref _accepted);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        if (_timer != null) await _timer.DisposeAsync();
        if (_sender != null) await FlushAsync(_sender);
        _queue.Dispose();
        _sender?.Dispose();
        _client?.Dispose();
        if (_store != null) await _store.DisposeAsync();
        _stop.Dispose();
    }

    private async Task<ClickHouseEndpoint> EndpointAsync(CancellationToken stop)
    {
        if (ClickHouseEndpoint.EmbeddedFolder(_options.Url) is not { } folder) return ClickHouseEndpoint.Parse(_options.Url);
        _store = await EmbeddedStore.StartAsync(_context.Resolve(folder), _context.Log, stop);
        return new(_store.Url, "", "", "");
    }

    private void Accept(Frame frame)
    {
        var now = _context.Time.GetUtcNow();
        var arrived = now - _context.Time.GetElapsedTime(frame.Info.ArrivedTimestamp);
        var rows = 0;
        lock (_queue.Gate)
        {
            var source = frame.Info.Source;
            if (!_sources.TryGetValue(source, out var tally))
            {
                _sources.Add(source, tally = new());
                _rows.Source(source, now, "flowing", 0);
                rows++;
            }

            if (tally.IsFirst(frame.Info.Index))
            {
                rows += _rows.Objects(frame, arrived) + _rows.Tracks(frame, arrived);
                if (tally.IsOver(arrived)) CloseSecond(source, tally);
                tally.Add(arrived, frame.Detections.Length);
            }

            foreach (var happened in frame.Events)
            {
                if (!tally.Events.IsFirst(happened)) continue;
                _rows.Event(frame, happened, arrived);
                rows++;
            }

            if (frame.Keyframe is { } keyframe)
            {
                _rows.Keyframe(frame, keyframe, arrived);
                rows++;
            }
        }

        Interlocked.Add(ref _accepted, rows);
    }

    private void OnTick()
    {
        lock (_queue.Gate)
        {
            foreach (var (source, tally) in _sources) CloseSecond(source, tally);
            _queue.SealOld();
        }
    }

    private void CloseSecond(string source, SourceTally tally)
    {
        if (tally.FramesInSecond == 0) return;
        _rows.Second(source, tally);
        Interlocked.Increment(ref _accepted);
    }

    private async Task FlushAsync(BlockSender sender)
    {
        lock (_queue.Gate)
            foreach (var (source, tally) in _sources) CloseSecond(source, tally);
        _queue.Complete();
        _stop.CancelAfter(_options.FlushTimeout);
        try
        {
            await Task.WhenAll(_senders);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The deadline; what is left is told below.
        }

        var lost = Interlocked.Read(ref _accepted) - sender.Acknowledged - sender.Refused;
        if (lost > 0) _context.Log.Error($"{lost} rows did not reach the server within {_options.FlushTimeout.TotalSeconds:0.#} s of the end and are lost.");
    }
}
