using System.Threading.Channels;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// The bounded queue between a source's reader, a thread that may block, and its decoder, which may not. Bounded in packets and in bytes.
/// Packets are recycled.
/// </summary>
/// <param name="maxPackets">Most packets queued.</param>
/// <param name="maxBytes">Most compressed bytes queued; one packet is always let in.</param>
internal sealed class PacketQueue(int maxPackets, long maxBytes) : IDisposable
{
    private readonly Channel<PacketItem> _items = Channel.CreateUnbounded<PacketItem>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    // Guards the counts and the recycled packets; the reader waits on it for room, everyone else holds it for a few instructions.
    private readonly object _gate = new();
    private readonly Stack<AvPacket> _free = new();
    private int _packets;
    private long _bytes;
    private bool _closed;

    /// <summary>Packets queued now.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _packets;
        }
    }

    /// <summary>An empty packet to read into.</summary>
    public AvPacket Rent()
    {
        lock (_gate)
            if (_free.TryPop(out var packet)) return packet;
        return new AvPacket();
    }

    /// <summary>Takes a packet back.</summary>
    public void Return(AvPacket packet)
    {
        packet.Unref();
        lock (_gate)
        {
            if (!_closed && _free.Count <= maxPackets)
            {
                _free.Push(packet);
                return;
            }
        }

        packet.Dispose();
    }

    /// <summary>Queues a packet when there is room.</summary>
    /// <returns>False when the queue is full; the packet is then still the caller's.</returns>
    public bool TryAdd(AvPacket packet, Arrival arrival, bool followsLoss = false)
    {
        lock (_gate)
        {
            if (!HasRoom) return false;
            _packets++;
            _bytes += packet.Size;
        }

        return _items.Writer.TryWrite(new(PacketKind.Packet, packet, null, arrival, followsLoss));
    }

    /// <summary>Queues a packet, waiting for room on the reader's own thread.</summary>
    /// <returns>False when the wait was given up; the packet is then still the caller's.</returns>
    public bool Add(AvPacket packet, Arrival arrival, CancellationToken stop, bool followsLoss = false)
    {
        using (stop.UnsafeRegister(static queue => ((PacketQueue)queue!).Wake(), this))
        {
            lock (_gate)
            {
                while (!HasRoom && !stop.IsCancellationRequested) Monitor.Wait(_gate);
                if (stop.IsCancellationRequested) return false;
                _packets++;
                _bytes += packet.Size;
            }
        }

        return _items.Writer.TryWrite(new(PacketKind.Packet, packet, null, arrival, followsLoss));
    }

    /// <summary>Queues news about the stream; it takes no room.</summary>
    public void Announce(PacketKind kind, OpenedStream? opened, Arrival arrival) => _items.Writer.TryWrite(new(kind, null, opened, arrival));

    /// <summary>Says that nothing more comes.</summary>
    public void Complete() => _items.Writer.TryComplete();

    /// <summary>Waits until there is something to take; false at the end.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken stop) => _items.Reader.WaitToReadAsync(stop);

    /// <summary>Takes the next item, making room for another packet.</summary>
    public bool TryTake(out PacketItem item)
    {
        if (!_items.Reader.TryRead(out item)) return false;
        if (item.Packet is { } packet)
        {
            lock (_gate)
            {
                _packets--;
                _bytes -= packet.Size;
                Monitor.Pulse(_gate);
            }
        }

        return true;
    }

    /// <summary>Frees every packet, queued ones too.</summary>
    public void Dispose()
    {
        Complete();
        while (TryTake(out var item)) item.Packet?.Dispose();

        lock (_gate)
        {
            _closed = true;
            while (_free.TryPop(out var packet)) packet.Dispose();
        }
    }

    private bool HasRoom => _packets == 0 || (_packets < maxPackets && _bytes < maxBytes);

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
