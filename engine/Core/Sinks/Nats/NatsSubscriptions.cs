using System.Buffers;
using System.Globalization;
using System.Threading.Channels;

namespace Sluice.Core.Sinks.Nats;

/// <summary>The subscriptions of a connection; they outlive its sessions.</summary>
internal sealed class NatsSubscriptions
{
    private const int Capacity = 4096;
    private readonly Lock _gate = new();
    private readonly List<(string Subject, Channel<NatsMessage> Messages)> _all = [];
    private long _dropped;

    /// <summary>Messages that came faster than they were read.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds one; sid is its place, from 1.</summary>
    public ChannelReader<NatsMessage> Add(string subject)
    {
        var messages = Channel.CreateBounded<NatsMessage>(Capacity);
        lock (_gate) _all.Add((subject, messages));
        return messages.Reader;
    }

    /// <summary>Writes SUB lines for those after the first <paramref name="count"/>.</summary>
    /// <returns>How many there are now.</returns>
    public int WriteFrom(int count, IBufferWriter<byte> output)
    {
        lock (_gate)
        {
            for (; count < _all.Count; count++)
                NatsEncoder.Line(output, string.Create(CultureInfo.InvariantCulture, $"SUB {_all[count].Subject} {count + 1}"));
            return count;
        }
    }

    /// <summary>Hands a message to its subscription; one that nobody asked for is passed over.</summary>
    public void Deliver(in NatsOp op)
    {
        Channel<NatsMessage> messages;
        lock (_gate)
        {
            if (op.Sid < 1 || op.Sid > _all.Count) return;
            messages = _all[op.Sid - 1].Messages;
        }

        if (!messages.Writer.TryWrite(new(op.Subject, op.ReplyTo, op.Headers.ToArray(), op.Payload.ToArray()))) Interlocked.Increment(ref _dropped);
    }
}
