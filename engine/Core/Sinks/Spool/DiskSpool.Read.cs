namespace Sluice.Core.Sinks.Spool;

/// <content>What its reader needs.</content>
internal sealed partial class DiskSpool
{
    /// <summary>A reader from the oldest entry that is not acknowledged; a spool has one at a time.</summary>
    public SpoolReader Read() => new(this);

    /// <summary>The segment that holds a sequence, or the next one there is.</summary>
    internal Segment? SegmentFrom(long sequence)
    {
        lock (_gate) return _disposed ? null : _segments.Find(segment => segment.Next > sequence || segment == _active && segment.First >= sequence);
    }

    /// <summary>Whether nothing more will come into a segment.</summary>
    internal bool IsClosed(Segment segment)
    {
        lock (_gate) return segment != _active;
    }

    /// <summary>Whether an entry is done with already.</summary>
    internal bool IsAcknowledged(Segment segment, long sequence)
    {
        lock (_gate) return segment.IsAcknowledged(sequence);
    }

    /// <summary>Whether nothing more will be appended.</summary>
    internal bool IsCompleted
    {
        get
        {
            lock (_gate) return _completed;
        }
    }

    /// <summary>Waits for something to be appended since the last wait, or for the end.</summary>
    internal async ValueTask WaitForMoreAsync(CancellationToken stop)
    {
        if (await _appended.Reader.WaitToReadAsync(stop)) _appended.Reader.TryRead(out _);
    }

    /// <summary>The reader came across damage: what was there is lost, unless it is known already.</summary>
    /// <param name="segment">Where.</param>
    /// <param name="from">The first sequence that is damaged.</param>
    /// <param name="to">The first one that is sound again.</param>
    /// <param name="bytes">How much lies between them.</param>
    internal void OnDamage(Segment segment, long from, long to, long bytes)
    {
        long lost = 0;
        lock (_gate)
        {
            for (var sequence = from; sequence < to; sequence++)
            {
                // How many items it held nobody can say any more: they are counted until the segment goes.
                var ticket = new SpoolTicket(sequence, 0, sequence == from ? (int)bytes : 0);
                if (!segment.Acknowledge(ticket)) continue;
                lost++;
                _entries--;
                _bytes -= ticket.Bytes;
            }

            Damaged += lost;
        }

        if (lost > 0) _log.Error($"{lost} entries in the middle of '{segment.Path}' are damaged and lost; the rest is whole.");
    }
}
