using System.Globalization;
using System.Threading.Channels;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>
/// Rows between the graph and the server: a growing block for each table, then the sealed ones in order. Bounded in bytes over all of
/// them, those under way included.
/// </summary>
internal sealed class BlockQueue(ClickHouseOptions options, TimeProvider time, string run) : IDisposable
{
    // Blocks are megabytes: the shared array pool keeps too few of those, and each block would be garbage of its size.
    private const int KeptWriters = 8;
    private readonly Stack<PooledWriter> _free = new();
    private readonly Dictionary<Table, Block> _growing = [];
    private readonly Channel<Block> _sealed = Channel.CreateUnbounded<Block>();
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private long _blocks;

    /// <summary>Held while rows are written; guards everything here but the channel.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Sealed blocks, for the senders.</summary>
    public ChannelReader<Block> Sealed => _sealed.Reader;

    /// <summary>Waits while the queue is full. What is added after that may pass the bound by one frame a source.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken stop)
    {
        while (true)
        {
            Task room;
            lock (Gate)
            {
                if (_bytes < options.Queue.Bytes) return;
                // What still grows counts as well: unless it leaves, there may never be room.
                SealWhere(static _ => true);
                room = _room.Task;
            }

            await room.WaitAsync(stop);
        }
    }

    /// <summary>Begins a row; the gate is held until <see cref="End"/>.</summary>
    public RowBinaryWriter Begin(Table table)
    {
        if (!_growing.TryGetValue(table, out var block))
            _growing.Add(table, block = new(table, time.GetTimestamp(), _free.TryPop(out var kept) ? kept : new()));
        return block.Begin();
    }

    /// <summary>Ends the row that was begun for a table.</summary>
    public void End(Table table)
    {
        var block = _growing[table];
        _bytes += block.End();
        if (block.Rows >= options.BatchRows || block.WholeBytes >= options.BatchBytes.Bytes) Seal(block);
    }

    /// <summary>Sends the blocks that have waited long enough.</summary>
    public void SealOld() => SealWhere(block => time.GetElapsedTime(block.Opened) >= options.BatchAge);

    /// <summary>Sends all there is; nothing may be added afterwards.</summary>
    public void Complete()
    {
        lock (Gate) SealWhere(static _ => true);
        _sealed.Writer.Complete();
    }

    /// <summary>A block is done with: gives its memory back and makes room.</summary>
    public void Release(Block block)
    {
        lock (Gate)
        {
            _bytes -= block.WholeBytes;
            if (_bytes < options.Queue.Bytes)
            {
                _room.SetResult();
                _room = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            Recycle(block.Bytes);
        }
    }

    /// <summary>Gives all memory back; nothing may be added or under way.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            foreach (var block in _growing.Values) block.Bytes.Dispose();
            while (_sealed.Reader.TryRead(out var block)) block.Bytes.Dispose();
            while (_free.TryPop(out var writer)) writer.Dispose();
        }
    }

    private void Recycle(PooledWriter bytes)
    {
        bytes.Truncate(0);
        if (_free.Count < KeptWriters) _free.Push(bytes);
        else bytes.Dispose();
    }

    private void SealWhere(Func<Block, bool> isDue)
    {
        foreach (var block in _growing.Values.Where(isDue).ToArray()) Seal(block);
    }

    private void Seal(Block block)
    {
        _growing.Remove(block.Table);
        if (block.Rows == 0)
        {
            Recycle(block.Bytes);
            return;
        }

        block.Token = string.Create(CultureInfo.InvariantCulture, $"{run}-{block.Table.Name}-{_blocks++}");
        // Cannot fail: the channel is unbounded and completed only after the last row.
        _sealed.Writer.TryWrite(block);
    }
}
