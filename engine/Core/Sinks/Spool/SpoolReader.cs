namespace Sluice.Core.Sinks.Spool;

/// <summary>
/// Hands a spool's entries out in order, those that are acknowledged already left out. Entries stay in the spool until they are
/// acknowledged, so many may be under way. Not thread-safe; entries may be acknowledged from any thread.
/// </summary>
/// <param name="spool">Where it reads; borrowed.</param>
internal sealed class SpoolReader(DiskSpool spool) : IDisposable
{
    private readonly SegmentWalker _walker = new();
    private Segment? _segment;
    private long _next;
    private bool _sawEnd;

    /// <summary>Hands out the next entry.</summary>
    /// <param name="entry">The entry; its memory lasts until the next call.</param>
    /// <returns>False when there is none just now.</returns>
    public bool TryRead(out SpoolEntry entry)
    {
        entry = default;
        while (true)
        {
            if (_segment == null)
            {
                _segment = spool.SegmentFrom(_next);
                if (_segment == null) return false;
                _walker.Start(_segment.File, _segment.First);
            }

            // Asked before the reading: what comes in between is read at the next turn.
            var closed = spool.IsClosed(_segment);
            try
            {
                if (TryReadHere(_segment, out entry)) return true;
            }
            catch (ObjectDisposedException)
            {
                // The segment was dropped.
                closed = true;
            }

            if (!closed) return false;
            _next = Math.Max(_next, _segment.Next);
            _segment = null;
            if (spool.SegmentFrom(_next) == null) return false;
        }
    }

    /// <summary>Waits until there is an entry to read.</summary>
    /// <param name="stop">Gives up.</param>
    /// <returns>False when the spool is complete and everything was read.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken stop)
    {
        if (spool.IsCompleted)
        {
            // Seen for the first time: what was appended just before it may not have been read.
            if (_sawEnd) return false;
            return _sawEnd = true;
        }

        await spool.WaitForMoreAsync(stop);
        return true;
    }

    /// <summary>Goes back to the oldest entry that is not acknowledged: what is under way will be handed out again.</summary>
    public void Rewind() => (_segment, _next) = (null, 0);

    /// <summary>Gives its memory back.</summary>
    public void Dispose() => _walker.Dispose();

    private bool TryReadHere(Segment segment, out SpoolEntry entry)
    {
        var expected = _walker.Expected;
        while (_walker.TryRead(segment.Length, out var bytes, out var skipped))
        {
            var span = bytes.Span;
            var sequence = EntryFormat.SequenceOf(span);
            if (skipped > 0) spool.OnDamage(segment, expected, sequence, skipped);
            expected = sequence + 1;
            _next = sequence + 1;
            if (spool.IsAcknowledged(segment, sequence)) continue;
            var body = EntryFormat.HeadBytes + EntryFormat.HeaderLengthOf(span);
            entry = new(
                new(sequence, EntryFormat.ItemsOf(span), span.Length),
                DateTimeOffset.UnixEpoch.AddMicroseconds(EntryFormat.MicrosecondsOf(span)),
                bytes[EntryFormat.HeadBytes..body],
                bytes[body..]);
            return true;
        }

        entry = default;
        return false;
    }
}
