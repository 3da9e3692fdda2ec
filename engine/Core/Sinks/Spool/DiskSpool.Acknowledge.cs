namespace Sluice.Core.Sinks.Spool;

/// <content>What becomes of entries that were handed out.</content>
internal sealed partial class DiskSpool
{
    private TaskCompletionSource? _drained;
    private long _entries;
    private long _items;
    private long _bytes;

    /// <summary>Items acknowledged since it was opened.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>An entry reached its receiver for good, or never will: it is not handed out again, by a later process neither.</summary>
    public void Acknowledge(SpoolTicket ticket) => Acknowledge([ticket]);

    /// <summary>The same for many, in any order; in the order of their sequences it is cheapest.</summary>
    public void Acknowledge(ReadOnlySpan<SpoolTicket> tickets)
    {
        lock (_gate)
        {
            if (_disposed) return;
            for (var i = 0; i < tickets.Length;)
            {
                var segment = SegmentOf(tickets[i].Sequence);
                if (segment == null)
                {
                    // It was dropped while it was under way.
                    i++;
                    continue;
                }

                i += AcknowledgeIn(segment, tickets[i..]);
                if (segment.IsDone && segment != _segments[^1]) Remove(segment);
            }

            OnLess();
        }
    }

    /// <summary>Waits until everything was acknowledged.</summary>
    /// <param name="stop">Gives up.</param>
    public async Task WaitUntilEmptyAsync(CancellationToken stop)
    {
        Task drained;
        lock (_gate)
        {
            if (_entries == 0 || _disposed) return;
            drained = (_drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await drained.WaitAsync(stop);
    }

    /// <summary>The tickets at the front that belong to one segment.</summary>
    private int AcknowledgeIn(Segment segment, ReadOnlySpan<SpoolTicket> tickets)
    {
        var (from, to) = (tickets[0].Sequence, tickets[0].Sequence);
        var count = 0;
        while (count < tickets.Length && tickets[count].Sequence is var sequence && sequence >= segment.First && sequence < segment.Next)
        {
            ref readonly var ticket = ref tickets[count++];
            if (!segment.Acknowledge(ticket)) continue;
            _entries--;
            _items -= ticket.Items;
            _bytes -= ticket.Bytes;
            Acknowledged += ticket.Items;
            (from, to) = (Math.Min(from, sequence), Math.Max(to, sequence));
        }

        try
        {
            // Not for a segment that goes as a whole now.
            if (!segment.IsDone || segment == _segments[^1]) segment.WriteAcknowledged(from, to);
        }
        catch (IOException fault)
        {
            OnDiskFull(fault);
        }

        return count;
    }

    private Segment? SegmentOf(long sequence)
    {
        // Acknowledgements come near the front: the first few are it.
        foreach (var segment in _segments)
            if (sequence >= segment.First && sequence < segment.Next) return segment;
        return null;
    }

    private void Count(Segment segment, int sign)
    {
        _entries += sign * segment.Entries;
        _items += sign * segment.Items;
        _bytes += sign * segment.Bytes;
    }

    private void FreeDrained()
    {
        _drained?.TrySetResult();
        _drained = null;
    }
}
