namespace Sluice.Core.Sinks.Nats.Client;

/// <content>Publishing, requests, subscriptions.</content>
internal sealed partial class NatsConnection
{
    /// <summary>Takes a message over, waiting for room.</summary>
    /// <exception cref="ArgumentException">It cannot be published, or is larger than the server takes.</exception>
    /// <exception cref="IOException">There is no server, and nothing is kept for the next one.</exception>
    public ValueTask PublishAsync(string subject, ReadOnlyMemory<byte> payload, CancellationToken stop)
    {
        var answer = TryPublish(new(subject, payload.Span));
        return answer == OutboxAnswer.Taken ? ValueTask.CompletedTask : PublishSlowAsync(subject, payload, null, [], answer, stop);
    }

    /// <summary>Takes a message with headers over, waiting for room.</summary>
    /// <exception cref="ArgumentException">It cannot be published, or is larger than the server takes.</exception>
    /// <exception cref="IOException">There is no server, and nothing is kept for the next one.</exception>
    public ValueTask PublishAsync(string subject, ReadOnlyMemory<byte> payload, string? replyTo, NatsHeader[] headers, CancellationToken stop)
    {
        var answer = TryPublish(new(subject, payload.Span, replyTo, headers));
        return answer == OutboxAnswer.Taken ? ValueTask.CompletedTask : PublishSlowAsync(subject, payload, replyTo, headers, answer, stop);
    }

    /// <summary>Takes a message over if there is room.</summary>
    /// <exception cref="ArgumentException">It cannot be published, or is larger than the server takes.</exception>
    public OutboxAnswer TryPublish(in NatsPublish message)
    {
        var session = _session;
        // A server answers a message over its limit by closing the connection, and a kept one would be sent again on the next, for ever.
        if (session != null && message.Payload.Length > session.Info.MaxPayload)
            throw new ArgumentException($"A message of {message.Payload.Length} bytes on '{message.Subject}' is over the server's limit of {session.Info.MaxPayload}.", nameof(message));
        var answer = _outbox.TryAdd(message);
        if (answer == OutboxAnswer.Taken) session?.Wake();
        return answer;
    }

    /// <summary>Sends a request; its answer comes by itself. Nothing limits how long it takes.</summary>
    /// <exception cref="ArgumentException">It cannot be published, or is larger than the server takes.</exception>
    /// <exception cref="IOException">There is no server, and nothing is kept for the next one.</exception>
    public async ValueTask<PendingRequest> StartRequestAsync(string subject, ReadOnlyMemory<byte> payload, NatsHeader[] headers, CancellationToken stop)
    {
        var request = _requests.Add(subject);
        try
        {
            await PublishAsync(subject, payload, request.ReplyTo, headers, stop);
            return request;
        }
        catch
        {
            _requests.Remove(request);
            throw;
        }
    }

    /// <summary>Nobody waits for the answer any more.</summary>
    public void Forget(PendingRequest request) => _requests.Remove(request);

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="subject">Where to.</param>
    /// <param name="payload">What is asked.</param>
    /// <param name="headers">Empty for none.</param>
    /// <param name="limit">How long it waits.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="NatsNoRespondersException">Nobody listens there.</exception>
    /// <exception cref="NatsPermissionException">This user may not publish there.</exception>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    /// <exception cref="IOException">The connection broke first.</exception>
    public async Task<NatsMessage> RequestAsync(string subject, ReadOnlyMemory<byte> payload, NatsHeader[] headers, TimeSpan limit, CancellationToken stop)
    {
        var request = await StartRequestAsync(subject, payload, headers, stop);
        try
        {
            return await request.Answered.WaitAsync(limit, _options.Time, stop);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No answer on '{subject}' came within {limit.TotalSeconds:0.#} s.");
        }
        finally
        {
            _requests.Remove(request);
        }
    }

    /// <summary>Subscribes; <c>*</c> stands for a token, <c>></c> for the rest.</summary>
    /// <param name="subject">What to.</param>
    /// <param name="group">Shares messages with others of the group; null for none.</param>
    /// <param name="handler">Called on the connection's reader, must be quick and not throw; null puts messages into the subscription's queue.</param>
    public NatsSubscription Subscribe(string subject, string? group = null, Action<NatsMessage>? handler = null) => _subscriptions.Add(subject, group, handler);

    /// <summary>Waits until the server has confirmed all that was published so far.</summary>
    /// <exception cref="IOException">Some of it went with a connection; never where messages are kept.</exception>
    public Task FlushAsync(CancellationToken stop) => _outbox.ConfirmedAsync(stop);

    private async ValueTask PublishSlowAsync(
        string subject, ReadOnlyMemory<byte> payload, string? replyTo, NatsHeader[] headers, OutboxAnswer answer, CancellationToken stop)
    {
        while (answer != OutboxAnswer.Taken)
        {
            if (answer == OutboxAnswer.NoServer) throw new IOException("There is no connection to a NATS server.");
            // Taken before the second look, so that no change between the two is missed.
            var changed = _outbox.Changed();
            answer = TryPublish(new(subject, payload.Span, replyTo, headers));
            if (answer == OutboxAnswer.Full) await changed.WaitAsync(stop);
        }
    }
}
