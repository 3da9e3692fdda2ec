using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>
/// The way of rows into the spool, and where blocks end. A block is what lies in the spool for a table between two seals, and a seal is an
/// entry as well: so a block has the same rows and the same token however often, and by whichever process, it is sent. Thread-safe.
/// </summary>
internal sealed class RowSpool : IDisposable
{
    private readonly DiskSpool _spool;
    private readonly ClickHouseOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new(); // guards _growing and _seals, and keeps rows and their seal in order
    private readonly Growth[] _growing = new Growth[Table.All.Count];
    private readonly SpoolBatch _seals = new();
    private readonly ConcurrentBag<RowBatch> _batches = [];
    private long _accepted;

    /// <param name="spool">Borrowed.</param>
    /// <param name="layouts">What the rows in it may be of.</param>
    /// <param name="options">When a block ends.</param>
    /// <param name="time">The clock.</param>
    public RowSpool(DiskSpool spool, RowLayouts layouts, ClickHouseOptions options, TimeProvider time)
    {
        (_spool, _options, _time) = (spool, options, time);
        // What an earlier run left without a seal is a block, of columns that this program may not write any more.
        if (spool.Depth.Entries == 0) return;
        foreach (var layout in layouts.All) Seal(layout.Id);
    }

    /// <summary>Rows accepted in this run.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>An empty batch; give it back with <see cref="Return"/>.</summary>
    public RowBatch Rent() => _batches.TryTake(out var batch) ? batch : new();

    /// <summary>Takes a batch back.</summary>
    public void Return(RowBatch batch)
    {
        batch.Clear();
        _batches.Add(batch);
    }

    /// <summary>Accepts rows; waits while the spool is full.</summary>
    /// <param name="batch">The rows; empty on return.</param>
    /// <param name="call">The call that waits; null outside of one.</param>
    /// <param name="stop">Gives up; nothing of the batch was accepted then.</param>
    public async ValueTask AppendAsync(RowBatch batch, IStageOutput? call, CancellationToken stop)
    {
        while (!TryAppend(batch)) await _spool.WaitForRoomAsync(call, stop);
    }

    /// <summary>Accepts rows, if there is room.</summary>
    public bool TryAppend(RowBatch batch)
    {
        batch.Finish();
        var rows = batch.Rows;
        if (rows == 0) return true;
        lock (_gate)
        {
            // The reader has no use for rows before their seal.
            if (!_spool.TryAppend(batch.Entries, out _, wake: false)) return false;
            for (var i = 0; i < _growing.Length; i++)
            {
                var (added, bytes) = batch.Of(Table.All[i]);
                if (added == 0) continue;
                ref var growth = ref _growing[i];
                if (growth.Rows == 0) growth.Since = _time.GetTimestamp();
                growth.Rows += added;
                growth.Bytes += bytes;
                if (growth.Rows >= _options.BatchRows || growth.Bytes >= _options.BatchBytes.Bytes) SealGrown(i);
            }
        }

        Interlocked.Add(ref _accepted, rows);
        batch.Clear();
        return true;
    }

    /// <summary>Ends the blocks that have waited long enough.</summary>
    public void SealOld()
    {
        lock (_gate)
            for (var i = 0; i < _growing.Length; i++)
                if (_growing[i].Rows > 0 && _time.GetElapsedTime(_growing[i].Since) >= _options.BatchAge) SealGrown(i);
    }

    /// <summary>Ends all blocks.</summary>
    public void SealAll()
    {
        lock (_gate)
            for (var i = 0; i < _growing.Length; i++)
                if (_growing[i].Rows > 0) SealGrown(i);
    }

    public void Dispose()
    {
        _seals.Dispose();
        while (_batches.TryTake(out var batch)) batch.Dispose();
    }

    private void SealGrown(int table)
    {
        // Where even that does not fit on the disk, the next turn tries again.
        if (Seal(Table.All[table].Layout)) _growing[table] = default;
    }

    private bool Seal(uint layout)
    {
        Span<byte> header = stackalloc byte[RowBatch.HeaderBytes];
        RowBatch.WriteHeader(header, RowBatch.SealKind, layout);
        _seals.Clear();
        _seals.Add(header, [], items: 0);
        return _spool.TryAppend(_seals, out _, wake: true, urgent: true);
    }

    private struct Growth
    {
        public int Rows;
        public int Bytes;
        public long Since;
    }
}
