using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Spool;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Keyframes.Report;
using Sluice.Core.Store;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>
/// Stores what the graph found, and what the engine says of itself, as rows. A row is accepted once it is in the spool, and leaves that when
/// the server has confirmed it; when the spool is full its policy decides. A frame that comes on several links is stored once, from the link
/// that is first.
/// </summary>
internal sealed class ClickHouseSink : IFrameStage, ISink
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly StageContext _context;
    private readonly ClickHouseOptions _options;
    private readonly EngineView? _view;
    private readonly MetadataRows _rows;
    private readonly ModelHashes _models;
    private readonly ConcurrentDictionary<string, SourceTally> _sources = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _telling = new(); // one teller at a time; guards _engine and _ownBatch
    private readonly RowBatch _ownBatch = new();
    private readonly ConcurrentQueue<KeyframeReport> _reports = new();
    private EngineRows? _engine;
    private DiskSpool? _disk;
    private RowSpool? _spool;
    private EmbeddedStore? _store;
    private ClickHouseClient? _client;
    private BlockSender? _sender;
    private BlockPump? _pump;
    private Task _pumping = Task.CompletedTask;
    private ITimer? _sealTimer;
    private ITimer? _secondTimer;
    private int _disposed;

    public ClickHouseSink(StageContext context, ClickHouseOptions options)
    {
        (_context, _options) = (context, options);
        _view = (EngineView?)context.Services.GetService(typeof(EngineView));
        _models = new((ModelRegistry?)context.Services.GetService(typeof(ModelRegistry)));
        _rows = new(context.Engine, _view?.Run ?? Guid.CreateVersion7(context.Time.GetUtcNow()), _view?.Config.Revision ?? "", _models);
    }

    public SinkCounts Counts
    {
        get
        {
            if (_disk is not { } disk || _sender is not { } sender) return default;
            return disk.Fill(new((_spool?.Accepted ?? 0) + disk.TakenOver, sender.Acknowledged, 0) { Dropped = disk.Dropped + sender.Refused });
        }
    }

    public async ValueTask StartAsync(CancellationToken stop)
    {
        _disk = DiskSpool.Open(_context, _options.Spool);
        var endpoint = await EndpointAsync(stop);
        var database = _options.Database.Length > 0 ? _options.Database : endpoint.Database;
        _client = new(endpoint, database, _options.Timeout, _options.Compress);
        _sender = new(_client, new(_client, database, _options), new(Path.Combine(_disk.Folder, "refused")), _disk, _options.Format, _context.Log, _context.Time);
        try
        {
            await _sender.PrepareAsync(stop);
        }
        catch (HttpRequestException fault)
        {
            // An outage at the start is an outage like any other. A server that answers with a refusal is a mistake in the graph.
            _context.Log.Warn($"{fault.Message} Rows wait in the spool until it can be.");
        }

        var layouts = RowLayouts.Open(_disk.Folder);
        _spool = new(_disk, layouts, _options, _context.Time);
        _pump = new(_disk, layouts, _sender, _options.InFlight);
        _pumping = Task.Run(() => _pump.RunAsync(_stop.Token), CancellationToken.None);
        var target = _options.Url + "\n" + database;
        if (_view == null || EngineRowsClaim.TryTake(_view, target))
        {
            _rows.Engine(_ownBatch, _view?.StartedAt ?? _context.Time.GetUtcNow(), _context.Sources, _view == null ? "" : Path.GetFileName(_view.Config.File));
            await _spool.AppendAsync(_ownBatch, null, stop);
            if (_view != null) _engine = new(_view, _context.Engine, _rows, _models);
            ((KeyframeReports?)_context.Services.GetService(typeof(KeyframeReports)))?.Subscribe(_context.Id, _reports.Enqueue);
        }

        var period = TimeSpan.FromTicks(Math.Clamp(_options.BatchAge.Ticks / 2, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond / 2));
        _sealTimer = _context.Time.CreateTimer(static state => ((ClickHouseSink)state!)._spool!.SealOld(), this, period, period);
        _secondTimer = _context.Time.CreateTimer(static state => ((ClickHouseSink)state!).Tell(), this, Second, Second);
    }

    public async ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        var spool = _spool!;
        var batch = spool.Rent();
        try
        {
            var tally = _sources.GetOrAdd(frame.Info.Source, static _ => new());
            var isFirst = Write(batch, frame, tally);
            await spool.AppendAsync(batch, output, stop);
            if (isFirst) tally.Add(frame.Detections.Length);
        }
        finally
        {
            spool.Return(batch);
        }
    }

    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        Tell();
        _sources.TryRemove(source, out _);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        ((KeyframeReports?)_context.Services.GetService(typeof(KeyframeReports)))?.Unsubscribe(_context.Id);
        if (_sealTimer != null) await _sealTimer.DisposeAsync();
        if (_secondTimer != null) await _secondTimer.DisposeAsync();
        if (_pump != null) await FlushAsync(_disk!);
        _pump?.Dispose();
        _spool?.Dispose();
        _ownBatch.Dispose();
        _sender?.Dispose();
        _client?.Dispose();
        _disk?.Dispose();
        if (_store != null) await _store.DisposeAsync();
        _stop.Dispose();
    }

    private async ValueTask<ClickHouseEndpoint> EndpointAsync(CancellationToken stop)
    {
        if (ClickHouseEndpoint.EmbeddedFolder(_options.Url) is not { } folder) return ClickHouseEndpoint.Parse(_options.Url);
        _store = await EmbeddedStore.StartAsync(_context.Resolve(folder), _context.Log, stop, _options.Serve);
        return new(_store.Url, "", "", "");
    }

    /// <returns>Whether the frame came for the first time.</returns>
    private bool Write(RowBatch batch, Frame frame, SourceTally tally)
    {
        var arrived = _context.Time.GetUtcNow() - _context.Time.GetElapsedTime(frame.Info.ArrivedTimestamp);
        var isFirst = tally.IsFirst(frame.Info.Index);
        if (isFirst)
        {
            if (_options.Frames == FrameRows.Each) _rows.Frame(batch, frame, arrived);
            _rows.Objects(batch, frame, arrived);
            _rows.Tracks(batch, frame, arrived);
        }

        foreach (var happened in frame.Events)
            if (tally.Events.IsFirst(happened)) _rows.Event(batch, frame, happened, arrived);
        if (frame.Keyframe is { } keyframe) _rows.Keyframe(batch, frame, keyframe, arrived);
        return isFirst;
    }

    /// <summary>Writes what the engine says of itself; what finds no room in the spool comes with the next second.</summary>
    private void Tell()
    {
        lock (_telling)
        {
            if (_engine == null || _spool == null) return;
            var objects = _sources.ToDictionary(static source => source.Key, static source => source.Value.Pending);
            _engine.Write(_ownBatch, _context.Time.GetUtcNow(), source => objects.GetValueOrDefault(source).Objects);
            var reports = _reports.ToArray();
            foreach (var report in reports) ReportRows.Write(_ownBatch, _view!.Run, MetadataRows.Short(_view.Config.Revision), report, _context.Time.GetUtcNow());
            if (_spool.TryAppend(_ownBatch))
            {
                _engine.Commit();
                for (var i = 0; i < reports.Length; i++) _reports.TryDequeue(out _);
                foreach (var (source, pending) in objects)
                    if (_sources.TryGetValue(source, out var tally)) tally.Take(pending);
            }

            _ownBatch.Clear();
        }
    }

    private async Task FlushAsync(DiskSpool disk)
    {
        Tell();
        _spool!.SealAll();
        disk.Complete();
        _stop.CancelAfter(_options.FlushTimeout);
        await _pumping;
        var left = disk.Depth.Items;
        if (left > 0) _context.Log.Warn($"{left} rows did not reach the server within {_options.FlushTimeout.TotalSeconds:0.#} s of the end. They stay in the spool and go out first in the next run.");
    }
}
