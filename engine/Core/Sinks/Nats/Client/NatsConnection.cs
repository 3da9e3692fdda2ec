using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>
/// A client that stays: it goes from server to server with growing pauses, subscribes again, and, where its options say so, sends what
/// was not confirmed. Publishing returns once the message is taken over; a full buffer waits. Thread-safe.
/// </summary>
internal sealed partial class NatsConnection : ISessionEvents, IAsyncDisposable
{
    private const string NoPublish = "Permissions Violation for Publish to \"";
    private static readonly TimeSpan ErrorPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RepeatPause = TimeSpan.FromSeconds(30);
    private readonly NatsClientOptions _options;
    private readonly IStageLog _log;
    private readonly NatsServerPool _pool;
    private readonly NatsOutbox _outbox;
    private readonly NatsSubscriptions _subscriptions;
    private readonly NatsRequests _requests = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NatsSession? _session;
    private string _saidError = "";
    private long _saidAt;
    private long _refused;
    private long _sessions;
    private Task _run = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Prepares a client; nothing is sent before <see cref="StartAsync"/>.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="log">Told once when the connection goes and once when it is back.</param>
    public NatsConnection(NatsClientOptions options, IStageLog log)
    {
        (_options, _log) = (options, log);
        _pool = new(options.Servers);
        _outbox = new(options.BufferBytes, options.Keeps);
        _subscriptions = new(() => _session?.Wake());
        _subscriptions.Add(_requests.Inbox, handler: _requests.Deliver);
    }

    /// <summary>Messages the server has confirmed.</summary>
    public long Confirmed => _outbox.Confirmed;

    /// <summary>Messages that wait for a server.</summary>
    public long Waiting => _outbox.Waiting;

    /// <summary>Messages the server would not let this user publish; those were confirmed as well.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>How often it has connected; another number means another connection.</summary>
    public long Sessions => Interlocked.Read(ref _sessions);

    /// <summary>What the server said of itself; null while there is none.</summary>
    public NatsServerInfo? Info => _session?.Info;

    /// <summary>The server it is with; null while there is none.</summary>
    public NatsEndpoint? Server => _session?.Endpoint;

    /// <summary>Servers it knows, found ones included.</summary>
    public int Servers => _pool.Count;

    /// <summary>The clock.</summary>
    public TimeProvider Time => _options.Time;

    /// <summary>Connects for the first time, to any of the servers. From then on it goes on by itself, even if this throws and until disposed.</summary>
    /// <exception cref="NatsException">A server refused.</exception>
    /// <exception cref="NatsProtocolException">It is no NATS server.</exception>
    /// <exception cref="IOException">None can be reached.</exception>
    public Task StartAsync(CancellationToken stop)
    {
        _run = Task.Run(RunAsync, CancellationToken.None);
        return _first.Task.WaitAsync(stop);
    }

    /// <summary>Waits until there is a server.</summary>
    public Task ConnectedAsync(CancellationToken stop) => _up.Task.WaitAsync(stop);

    /// <summary>Unsubscribes, waits until the server has confirmed what was published, and closes.</summary>
    /// <param name="limit">How long it waits at most.</param>
    /// <returns>Whether all was confirmed.</returns>
    public async Task<bool> DrainAsync(TimeSpan limit)
    {
        _subscriptions.Clear();
        try
        {
            await FlushAsync(CancellationToken.None).WaitAsync(limit, _options.Time);
        }
        catch (Exception fault) when (fault is TimeoutException or IOException)
        {
            // What was not confirmed is told by the answer.
        }

        var waiting = Waiting;
        await DisposeAsync();
        return waiting == 0;
    }

    /// <summary>Closes; what was not confirmed is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stop.CancelAsync();
        await _run;
        _requests.FailAll();
        _stop.Dispose();
        _options.Tls?.Dispose();
    }

    void ISessionEvents.OnError(NatsEndpoint endpoint, string text)
    {
        if (text.StartsWith(NoPublish, StringComparison.OrdinalIgnoreCase))
        {
            Interlocked.Increment(ref _refused);
            _requests.Refuse(text[NoPublish.Length..].TrimEnd('"'), text);
        }

        // A server may say the same of every message: a new text is told, a repeated one now and then.
        var quiet = text == _saidError ? RepeatPause : ErrorPause;
        if (_saidError.Length > 0 && _options.Time.GetElapsedTime(_saidAt) < quiet) return;
        (_saidError, _saidAt) = (text, _options.Time.GetTimestamp());
        _log.Error($"{endpoint} says: {text}.");
    }

    bool ISessionEvents.OnInfo(NatsEndpoint endpoint, NatsServerInfo info)
    {
        _pool.Learn(endpoint, info.ConnectUrls);
        if (!info.IsLeaving || _pool.Count < 2) return false;
        _log.Info($"{endpoint} is about to stop; going to another server of its cluster.");
        return true;
    }

    private async Task RunAsync()
    {
        var pause = _options.FirstPause;
        var failing = false;
        Exception? worst = null;
        while (!_stop.IsCancellationRequested)
        {
            var (endpoint, endsRound) = _pool.Next();
            try
            {
                await using var session = await NatsSession.OpenAsync(endpoint, _options, _stop.Token);
                if (failing) _log.Info($"{endpoint} is connected again.");
                (failing, pause, worst) = (false, _options.FirstPause, null);
                await RunAsync(session);
                // It wanted to be left: the next server is there already.
                continue;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // A refusal says more than a silence.
                if (worst is null or IOException) worst = fault;
                if (_first.Task.IsCompletedSuccessfully && !failing) _log.Warn($"{fault.Message} Trying again.");
                failing |= _first.Task.IsCompletedSuccessfully;
            }

            if (!endsRound) continue;
            // The first failure is for the caller of StartAsync to tell.
            if (worst != null && _first.TrySetException(worst)) failing = true;
            worst = null;
            try
            {
                // Jitter, so that the clients of a server that comes back do not all come at once.
                await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), _options.Time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = TimeSpan.FromTicks(Math.Min(_options.LongestPause.Ticks, pause.Ticks * 2));
        }
    }

    private async Task RunAsync(NatsSession session)
    {
        _pool.Learn(session.Endpoint, session.Info.ConnectUrls);
        _outbox.Open();
        Interlocked.Increment(ref _sessions);
        _session = session;
        _first.TrySetResult();
        _up.TrySetResult();
        try
        {
            await session.RunAsync(_outbox, _subscriptions, this, _stop.Token);
        }
        finally
        {
            _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _session = null;
            _outbox.Close();
            if (!_options.Keeps) _requests.FailAll();
        }
    }
}
