using System.Buffers.Binary;
using System.Collections.Concurrent;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Reads the spool, makes blocks of what lies between seals, and has several of them sent at a time.</summary>
/// <param name="spool">Borrowed.</param>
/// <param name="layouts">What its rows may be of.</param>
/// <param name="sender">Brings blocks to the server; borrowed.</param>
/// <param name="inFlight">Most blocks under way.</param>
internal sealed class BlockPump(DiskSpool spool, RowLayouts layouts, BlockSender sender, int inFlight) : IDisposable
{
    private readonly Dictionary<uint, Block> _growing = [];
    private readonly ConcurrentBag<Block> _free = [];
    private readonly SemaphoreSlim _slots = new(inFlight);

    /// <summary>Works until the spool is complete and everything in it was sent, or stopped; what was not sent stays in the spool.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var reader = spool.Read();
        try
        {
            do
            {
                while (reader.TryRead(out var entry))
                {
                    if (Take(entry) is not { } block) continue;
                    await _slots.WaitAsync(stop);
                    // Ends by giving its slot back, whatever happens; all slots are waited for below.
                    _ = SendAsync(block, stop);
                }
            }
            while (await reader.WaitAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The deadline of the end.
        }

        for (var i = 0; i < inFlight; i++) await _slots.WaitAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        _slots.Dispose();
        foreach (var block in _growing.Values) block.Dispose();
        while (_free.TryTake(out var block)) block.Dispose();
    }

    /// <summary>Adds an entry to its block.</summary>
    /// <returns>The block, when that was its seal.</returns>
    private Block? Take(in SpoolEntry entry)
    {
        var header = entry.Header.Span;
        if (header.Length != RowBatch.HeaderBytes || layouts.Find(BinaryPrimitives.ReadUInt32LittleEndian(header[1..])) is not { } layout)
        {
            sender.Lose(entry.Ticket);
            return null;
        }

        if (header[0] == RowBatch.RowsKind)
        {
            if (!_growing.TryGetValue(layout.Id, out var growing))
            {
                _growing.Add(layout.Id, growing = _free.TryTake(out var kept) ? kept : new());
                growing.Layout = layout;
            }

            growing.Add(entry);
            return null;
        }

        if (!_growing.Remove(layout.Id, out var block))
        {
            // Nothing since the last seal.
            spool.Acknowledge(entry.Ticket);
            return null;
        }

        block.Add(entry);
        block.Token = $"{spool.Id:n}-{entry.Ticket.Sequence}";
        return block;
    }

    private async Task SendAsync(Block block, CancellationToken stop)
    {
        try
        {
            await sender.SendAsync(block, stop);
            spool.Acknowledge(block.Tickets);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It stays in the spool.
        }
        finally
        {
            block.Clear();
            _free.Add(block);
            _slots.Release();
        }
    }
}
