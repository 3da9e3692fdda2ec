using System.Buffers;
using System.Globalization;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>The subscriptions of a connection, and what the server has yet to be told of them. Thread-safe.</summary>
/// <param name="changed">Called when there is something to tell.</param>
internal sealed class NatsSubscriptions(Action changed)
{
    // Guards both.
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, NatsSubscription> _all = [];
    private readonly Queue<string> _untold = new();
    private int _last;

    /// <summary>Adds one.</summary>
    /// <param name="subject">May hold wildcards.</param>
    /// <param name="group">Shares messages with others of the group; null for none.</param>
    /// <param name="handler">Called on the connection's reader, must be quick and not throw; null puts messages into the subscription's queue.</param>
    /// <exception cref="ArgumentException">Subject or group are none.</exception>
    public NatsSubscription Add(string subject, string? group = null, Action<NatsMessage>? handler = null)
    {
        if (!NatsEncoder.IsPattern(subject)) throw new ArgumentException($"'{subject}' cannot be subscribed to.", nameof(subject));
        if (group != null && !NatsEncoder.IsSubject(group)) throw new ArgumentException($"'{group}' is no name of a group.", nameof(group));
        NatsSubscription added;
        lock (_gate)
        {
            added = new(this, ++_last, subject, group, handler);
            _all.Add(added.Sid, added);
            _untold.Enqueue(Line(added));
        }

        changed();
        return added;
    }

    /// <summary>Takes one away.</summary>
    public void Remove(NatsSubscription subscription)
    {
        lock (_gate)
        {
            if (!_all.Remove(subscription.Sid)) return;
            _untold.Enqueue(string.Create(CultureInfo.InvariantCulture, $"UNSUB {subscription.Sid}"));
        }

        changed();
    }

    /// <summary>Takes all away.</summary>
    public void Clear()
    {
        NatsSubscription[] all;
        lock (_gate) all = [.. _all.Values];
        foreach (var subscription in all) subscription.Dispose();
    }

    /// <summary>Writes a line for each there is: the server is a new one.</summary>
    public void WriteAll(IBufferWriter<byte> output)
    {
        lock (_gate)
        {
            _untold.Clear();
            foreach (var subscription in _all.Values) NatsEncoder.Line(output, Line(subscription));
        }
    }

    /// <summary>Writes what the server has not been told.</summary>
    public void WriteChanges(IBufferWriter<byte> output)
    {
        lock (_gate)
            while (_untold.TryDequeue(out var line)) NatsEncoder.Line(output, line);
    }

    /// <summary>Hands a message to its subscription; one that nobody asked for is passed over.</summary>
    public void Deliver(in NatsOp op)
    {
        NatsSubscription? subscription;
        lock (_gate)
            if (!_all.TryGetValue(op.Sid, out subscription)) return;
        subscription.Deliver(NatsMessage.From(op));
    }

    private static string Line(NatsSubscription s) => string.Create(CultureInfo.InvariantCulture, $"SUB {s.Subject} {(s.Group != null ? s.Group + " " : "")}{s.Sid}");
}
