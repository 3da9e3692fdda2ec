using System.Threading.Channels;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>A subscription; it outlives connections. Disposing it unsubscribes.</summary>
internal sealed class NatsSubscription : IDisposable
{
    private const int Capacity = 4096;
    private readonly NatsSubscriptions _owner;
    private readonly Channel<NatsMessage> _messages = Channel.CreateBounded<NatsMessage>(Capacity);
    private readonly Action<NatsMessage>? _handler;
    private long _dropped;

    internal NatsSubscription(NatsSubscriptions owner, int sid, string subject, string? group, Action<NatsMessage>? handler)
        => (_owner, Sid, Subject, Group, _handler) = (owner, sid, subject, group, handler);

    /// <summary>Its number on every connection.</summary>
    public int Sid { get; }

    /// <summary>What it listens to.</summary>
    public string Subject { get; }

    /// <summary>Of the subscriptions of a group each message goes to one; null for none.</summary>
    public string? Group { get; }

    /// <summary>Messages, in the order they came; a reader that falls 4096 behind misses some. Ends when it is disposed.</summary>
    public ChannelReader<NatsMessage> Messages => _messages.Reader;

    /// <summary>Messages that came faster than they were read.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Waits for the next message.</summary>
    public ValueTask<NatsMessage> ReadAsync(CancellationToken stop = default) => _messages.Reader.ReadAsync(stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        _owner.Remove(this);
        _messages.Writer.TryComplete();
    }

    internal void Deliver(NatsMessage message)
    {
        if (_handler != null) _handler(message);
        else if (!_messages.Writer.TryWrite(message)) Interlocked.Increment(ref _dropped);
    }
}
