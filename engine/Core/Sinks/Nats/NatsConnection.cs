using System.Threading.Channels;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Nats;

/// <summary>
/// A client that stays: it reconnects with growing pauses, subscribes again, and sends what the server has not confirmed. Publishing
/// returns once the message is taken over; a full buffer waits. Thread-safe.
/// </summary>
internal sealed class NatsConnection : IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private readonly IReadOnlyList<NatsEndpoint> _endpoints;
    private readonly string _name;
    private readonly IStageLog _log;
    private readonly NatsOutbox _outbox;
    private readonly NatsSubscriptions _subscriptions = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NatsSession? _session;
    private Task _run = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Prepares a client; nothing is sent before <see cref="StartAsync"/>.</summary>
    /// <param name="endpoints">Servers, tried in turn.</param>
    /// <param name="name">What the server lists it by.</param>
    /// <param name="bufferBytes">How much may wait for a server.</param>
    /// <param name="log">Told once when the connection goes and once when it is back.</param>
    public NatsConnection(IReadOnlyList<NatsEndpoint> endpoints, string name, long bufferBytes, IStageLog log)
        => (_endpoints, _name, _outbox, _log) = (endpoints, name, new(bufferBytes), log);

    /// <summary>Messages the server has confirmed.</summary>
    public long Confirmed => _outbox.Confirmed;

    /// <summary>Messages that wait for a server.</summary>
    public int Waiting => _outbox.Waiting;

    /// <summary>Connects for the first time. From then on it goes on by itself, even if this throws and until disposed.</summary>
    /// <exception cref="NatsException">The server refused.</exception>
    /// <exception cref="NatsProtocolException">It is no NATS server.</exception>
    /// <exception cref="IOException">It cannot be reached.</exception>
    public Task StartAsync(CancellationToken stop)
    {
        _run = Task.Run(RunAsync, CancellationToken.None);
        return _first.Task.WaitAsync(stop);
    }

    /// <summary>Takes a message over, waiting for room.</summary>
    /// <exception cref="ArgumentException">The subject is none, or the message is larger than the server takes.</exception>
    public async ValueTask PublishAsync(string subject, ReadOnlyMemory<byte> payload, CancellationToken stop)
    {
        await _outbox.AddAsync(Encode(subject, payload.Span), stop);
        _session?.Wake();
    }

    /// <summary>Takes a message over if there is room.</summary>
    public bool TryPublish(string subject, ReadOnlySpan<byte> payload)
    {
        if (!_outbox.TryAdd(Encode(subject, payload))) return false;
        _session?.Wake();
        return true;
    }

    /// <summary>Subscribes; <c>*</c> stands for a token, <c>></c> for the rest.</summary>
    /// <returns>Messages; a reader that falls 4096 behind misses some.</returns>
    public ChannelReader<NatsMessage> Subscribe(string subject)
    {
        var messages = _subscriptions.Add(subject);
        _session?.Wake();
        return messages;
    }

    /// <summary>Waits until the server has confirmed all that was published.</summary>
    public Task FlushAsync(CancellationToken stop) => _outbox.EmptyAsync(stop);

    /// <summary>Closes; what was not confirmed is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private byte[] Encode(string subject, ReadOnlySpan<byte> payload)
    {
        // A server answers a message over its limit by closing the connection, and it would be sent again on the next, for ever.
        if (_session is { Info.MaxPayload: > 0 } session && payload.Length > session.Info.MaxPayload)
            throw new ArgumentException($"A message of {payload.Length} bytes on '{subject}' is over the server's limit of {session.Info.MaxPayload}.", nameof(payload));
        return NatsEncoder.Publish(subject, payload);
    }

    private async Task RunAsync()
    {
        var wait = FirstWait;
        var failing = false;
        for (var turn = 0; !_stop.IsCancellationRequested; turn++)
        {
            try
            {
                await using var session = await NatsSession.OpenAsync(_endpoints[turn % _endpoints.Count], _name, _stop.Token);
                _outbox.Rewind();
                _session = session;
                if (failing) _log.Info($"{_endpoints[turn % _endpoints.Count]} is connected again; what waited is being sent.");
                (failing, wait) = (false, FirstWait);
                _first.TrySetResult();
                await session.RunAsync(_outbox, _subscriptions, OnError, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The first failure is for the caller of StartAsync to tell.
                if (!failing && !_first.TrySetException(fault)) _log.Warn($"{fault.Message} Messages wait in memory and are sent when it is back.");
                failing = true;
            }
            finally
            {
                _session = null;
            }

            try
            {
                await Task.Delay(wait, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, wait.Ticks * 2));
        }
    }

    private void OnError(string text) => _log.Error($"The NATS server says: {text}.");
}
