using System.Collections.Concurrent;
using System.Text;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Sinks.Nats.Delivery;
using Sluice.Core.Sinks.Nats.Formats;
using Sluice.Core.Sinks.Nats.JetStream;
using Sluice.Core.Sinks.Nats.Messages;
using Sluice.Core.Sinks.Nats.Services;
using Sluice.Core.Sinks.Spool;
using Sluice.Core.Store;

namespace Sluice.Core.Sinks.Nats;

/// <summary>
/// Tells whoever listens what happens. Every message goes into the spool first; a sender takes it from there to the server and, once it is
/// confirmed, out of the spool.
/// </summary>
internal sealed partial class NatsSink : IFrameStage, ISink
{
    private const string OwnFormat = "sluice";
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(500);
    private readonly StageContext _context;
    private readonly NatsOptions _options;
    private readonly EngineView? _engine;
    private readonly NatsSubjects _subjects;
    private readonly MessageHead _head;
    private readonly ConcurrentDictionary<string, SourceAccount> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SourceAccount> _ended = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private WatchedServer? _server;
    private DiskSpool? _spool;
    private NatsConnection? _connection;
    private INatsDelivery? _delivery;
    private EngineService? _service;
    private ITimer? _timer;
    private Task _sending = Task.CompletedTask;
    private long _accepted;
    private bool _isStarted;
    private bool _disposed;

    public NatsSink(StageContext context, NatsOptions options)
    {
        (_context, _options) = (context, options);
        _engine = (EngineView?)context.Services.GetService(typeof(EngineView));
        _subjects = new(options.Subject, context.Engine);
        _head = new(context.Engine, _engine?.Run);
        _watch = new(options.LagAfter, _subjects, _head, context.Time);
    }

    public SinkCounts Counts
    {
        get
        {
            if (_spool is not { } spool) return default;
            var refused = _delivery?.Refused ?? 0;
            return spool.Fill(new(Interlocked.Read(ref _accepted) + spool.TakenOver, spool.Acknowledged - refused, 0) { Dropped = spool.Dropped + refused });
        }
    }

    public async ValueTask StartAsync(CancellationToken stop)
    {
        _spool = DiskSpool.Open(_context, _options.Spool);
        if (_engine != null) _health = new(_engine, _head, _context.Time);
        (var endpoints, _server) = await NatsServers.OpenAsync(_options.Url, _context, stop);
        _connection = new(
            new()
            {
                Servers = endpoints,
                Name = $"sluice {_context.Engine} {_context.Id}",
                Tls = _options.Tls is { } tls ? NatsTls.Load(Resolve(tls.Ca), Resolve(tls.Certificate), Resolve(tls.Key)) : null,
                Credentials = _options.Credentials is { } path ? NatsCredentials.Load(_context.Resolve(path)) : null,
                // The spool keeps what the server has not confirmed; keeping it here too would send it twice.
                Keeps = false,
                Time = _context.Time,
            },
            _context.Log);
        _delivery = _options.Mode == NatsMode.Core
            ? new CoreDelivery(_spool, _connection, _options.InFlight, _context.Log)
            : new StreamDelivery(_spool, new(_connection, TimeSpan.FromSeconds(5)), _options, _context.Log);
        try
        {
            await _connection.StartAsync(stop);
            await _delivery.PrepareAsync(stop);
        }
        catch (Exception fault) when (fault is IOException or TimeoutException || fault is JetStreamException { Code: 503, ErrorCode: not JetStreamErrors.NotEnabled })
        {
            // An outage at the start is an outage like any other. A server that refuses is a mistake in the graph.
            _context.Log.Warn($"{fault.Message} Messages wait in the spool until it can be.");
        }

        if (_options.Service && _engine != null && _health != null) _service = new(_connection, Describe(_engine));
        _isStarted = true;
        var sender = new NatsSender(_spool, _connection, _delivery, _context.Log);
        _sending = Task.Run(() => sender.RunAsync(_stop.Token), CancellationToken.None);
        _summedAt = _context.Time.GetTimestamp();
        TellAvailable("online"u8);
        var tick = _options.Interval < WatchPause ? _options.Interval : WatchPause;
        if (_options.Format == OwnFormat) Reports?.Subscribe(_context.Id, _reports.Enqueue);
        if (_options.Format == OwnFormat) _timer = _context.Time.CreateTimer(static state => ((NatsSink)state!).OnTick(), this, tick, tick);
    }

    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        var account = AccountOf(frame.Info.Source);
        bool isFirst;
        lock (account.Gate) isFirst = account.Summary.Add(frame, _context.Time.GetElapsedTime(frame.Info.ArrivedTimestamp));
        account.Format.Write(frame, isFirst, account.Batch);
        return account.Batch.Entries.Count == 0 ? ValueTask.CompletedTask : AppendAsync(account.Batch, output, stop);
    }

    public async ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        var account = AccountOf(source);
        account.Format.End(account.Batch);
        if (account.Batch.Entries.Count > 0) await AppendAsync(account.Batch, output, stop);
        if (_options.Format == OwnFormat)
            while (!TrySumLast(account)) await _spool!.WaitForRoomAsync(output, stop);
        // A source of that name that comes again is another: its frames count from 0.
        _ended[source] = account;
        _accounts.TryRemove(source, out _);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        Reports?.Unsubscribe(_context.Id);
        if (_timer != null) await _timer.DisposeAsync();
        if (_spool != null) await FinishAsync(_spool);
        await _stop.CancelAsync();
        await _sending;
        _service?.Dispose();
        if (_connection != null) await _connection.DisposeAsync();
        if (_server != null) await _server.DisposeAsync();
        _spool?.Dispose();
        foreach (var account in _accounts.Values.Concat(_ended.Values)) account.Dispose();
        _batch.Dispose();
        _health?.Dispose();
        _stop.Dispose();
    }

    private string? Resolve(string? path) => path == null ? null : _context.Resolve(path);

    private ServiceDescription Describe(EngineView engine) => new(
        $"{engine.Run:N}{NatsEncoder.Token(_context.Id)}",
        new Dictionary<string, string> { ["engine"] = _context.Engine, ["run"] = engine.Run.ToString(), ["revision"] = engine.Config.Revision, ["subject"] = _options.Subject },
        _subjects.AskHealth,
        json => _health!.Write(json, engine.Snapshot()));

    private SourceAccount AccountOf(string source)
    {
        if (_accounts.TryGetValue(source, out var account)) return account;
        if (_ended.TryRemove(source, out var earlier)) earlier.Dispose();
        return _accounts.GetOrAdd(source, static (id, sink) => new(id, sink._context.Time.GetUtcNow(), sink.FormatOf), this);
    }

    private IMessageFormat FormatOf(SourceAccount account) => _options.Format switch
    {
        "deepstream-minimal" => new DeepStreamFormat(account.Source, _subjects),
        "dlstreamer" => new DlStreamerFormat(account.Source, _subjects),
        "frigate-event" => new FrigateFormat(account.Source, _subjects),
        _ => new SluiceFormat(account.Source, _subjects, _head, happened =>
        {
            lock (account.Gate) return account.Summary.IsNew(happened);
        }),
    };

    private async ValueTask AppendAsync(MessageBatch batch, IStageOutput call, CancellationToken stop)
    {
        var count = batch.Entries.Items;
        try
        {
            while (!_spool!.TryAppend(batch.Entries, out _)) await _spool.WaitForRoomAsync(call, stop);
            Interlocked.Add(ref _accepted, count);
        }
        catch
        {
            // The frame is not published, and its messages must not go with the next one.
            batch.Entries.Clear();
            throw;
        }
    }

    // Frigate's word on itself, which is no JSON. There is no last will in NATS: one that is killed does not say that it is gone.
    private void TellAvailable(ReadOnlySpan<byte> word)
    {
        if (_options.Format != "frigate-event") return;
        _batch.Entries.Add(Encoding.UTF8.GetBytes(_subjects.Root + ".available"), word);
        TryAppend(_batch);
    }

    private async Task FinishAsync(DiskSpool spool)
    {
        if (_options.Format == OwnFormat && _isStarted) Sum(isEnd: true);
        if (_isStarted) TellAvailable("offline"u8);
        spool.Complete();
        try
        {
            await _sending.WaitAsync(_options.FlushTimeout, _context.Time);
        }
        catch (TimeoutException)
        {
            // What is left is told below.
        }

        if (spool.Depth.Items is > 0 and var left)
            _context.Log.Warn($"{left} messages did not reach the server within {_options.FlushTimeout.TotalSeconds:0.#} s of the end; they wait in the spool and go out with the next run.");
    }
}
