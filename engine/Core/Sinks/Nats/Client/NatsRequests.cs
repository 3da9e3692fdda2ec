using System.Collections.Concurrent;
using System.Globalization;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>Requests that wait for their answers, all on one inbox. Thread-safe.</summary>
internal sealed class NatsRequests
{
    private readonly ConcurrentDictionary<long, PendingRequest> _pending = new();
    private readonly string _inbox = $"_INBOX.{Guid.NewGuid():N}.";
    private long _last;

    /// <summary>What answers come on.</summary>
    public string Inbox => _inbox + "*";

    /// <summary>Requests without an answer so far.</summary>
    public int Count => _pending.Count;

    /// <summary>Notes a request that is about to be sent.</summary>
    public PendingRequest Add(string subject)
    {
        var id = Interlocked.Increment(ref _last);
        var request = new PendingRequest(id, subject, string.Create(CultureInfo.InvariantCulture, $"{_inbox}{id}"));
        _pending[id] = request;
        return request;
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Remove(PendingRequest request) => _pending.TryRemove(request.Id, out _);

    /// <summary>Takes an answer; one that nobody waits for is passed over.</summary>
    public void Deliver(NatsMessage message)
    {
        if (!long.TryParse(message.Subject.AsSpan(Math.Min(_inbox.Length, message.Subject.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return;
        if (!_pending.TryRemove(id, out var request)) return;
        if (message.Headers.Status == 503 && message.Payload.IsEmpty) request.Fail(new NatsNoRespondersException(request.Subject));
        else request.Answer(message);
    }

    /// <summary>The server refused what was published on a subject.</summary>
    public void Refuse(string subject, string text)
    {
        foreach (var (id, request) in _pending)
            if (request.Subject == subject && _pending.TryRemove(id, out _)) request.Fail(new NatsPermissionException($"The server does not let this user publish on '{subject}': {text}."));
    }

    /// <summary>The connection is gone, and the answers with it.</summary>
    public void FailAll()
    {
        foreach (var (id, request) in _pending)
            if (_pending.TryRemove(id, out _)) request.Fail(new IOException("The connection broke before the answer came."));
    }
}
