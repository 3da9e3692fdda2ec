using System.Buffers;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>
/// Messages on their way to a server, bounded in bytes, encoded into chunks as they come. A chunk stays until the server has answered the
/// PING behind it. An outbox that keeps sends what was not confirmed again on the next connection; one that doesn't forgets it and takes
/// nothing while there is no server. Thread-safe.
/// </summary>
internal sealed class NatsOutbox
{
    private const int ChunkBytes = 64 << 10;
    private const int MostFree = 16;

    // More than this is not sent ahead of the server's PONGs: what has to be sent again after a break stays small.
    private const int WindowBytes = 1 << 20;

    // Guards all of it: publishers, the writer and the reader of a connection meet here.
    private readonly Lock _gate = new();
    private readonly Stack<OutboxChunk> _free = new();
    private Queue<OutboxChunk> _full = new();
    private Queue<OutboxChunk> _sent = new();
    private OutboxChunk? _filling;
    private TaskCompletionSource? _changed;
    private readonly long _limitBytes;
    private readonly bool _keeps;
    private bool _open;
    private long _bytes;
    private long _sentBytes;
    private long _taken;
    private long _confirmed;
    private long _lost;

    /// <param name="limitBytes">How much may wait.</param>
    /// <param name="keeps">Whether messages outlive a connection.</param>
    public NatsOutbox(long limitBytes, bool keeps) => (_limitBytes, _keeps, _open) = (limitBytes, keeps, keeps);

    /// <summary>Messages the server has confirmed.</summary>
    public long Confirmed => Interlocked.Read(ref _confirmed);

    /// <summary>Messages that were forgotten with a connection; none in an outbox that keeps.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Messages that still wait.</summary>
    public long Waiting
    {
        get
        {
            lock (_gate) return _taken - _confirmed - _lost;
        }
    }

    /// <summary>Takes a message over, if there is room. An empty outbox takes any message.</summary>
    /// <exception cref="ArgumentException">It cannot be published.</exception>
    public OutboxAnswer TryAdd(in NatsPublish message)
    {
        var most = NatsEncoder.MostBytes(message);
        lock (_gate)
        {
            if (!_open) return OutboxAnswer.NoServer;
            if (_bytes > 0 && _bytes + most > _limitBytes) return OutboxAnswer.Full;
            if (_filling == null || _filling.Room < most)
            {
                if (_filling != null) _full.Enqueue(_filling);
                _filling = Rent(most);
            }

            var written = NatsEncoder.Write(_filling.Buffer.AsSpan(_filling.Length), message);
            _filling.Length += written;
            _filling.Messages++;
            _bytes += written;
            _taken++;
            return OutboxAnswer.Taken;
        }
    }

    /// <summary>Ends at the next change: room, or everything confirmed or lost. Ask for it before looking.</summary>
    public Task Changed()
    {
        lock (_gate) return (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Waits until all that was taken so far is confirmed.</summary>
    /// <exception cref="IOException">Some of it went with a connection.</exception>
    public async Task ConfirmedAsync(CancellationToken stop)
    {
        long wanted, lost;
        lock (_gate) (wanted, lost) = (_taken, _lost);
        while (true)
        {
            var changed = Changed();
            lock (_gate)
            {
                if (_lost > lost) throw new IOException("The connection broke before the server had confirmed what was published.");
                if (_confirmed + _lost >= wanted) return;
            }

            await changed.WaitAsync(stop);
        }
    }

    /// <summary>The next chunk to write, marked as being written; null when there is none or too much is unconfirmed.</summary>
    public OutboxChunk? Next()
    {
        lock (_gate)
        {
            if (_sentBytes >= WindowBytes) return null;
            if (!_full.TryDequeue(out var chunk))
            {
                if (_filling == null) return null;
                (chunk, _filling) = (_filling, null);
            }

            chunk.IsWriting = true;
            _sentBytes += chunk.Length;
            _sent.Enqueue(chunk);
            return chunk;
        }
    }

    /// <summary>The write of a chunk is over, or given up.</summary>
    public void Written(OutboxChunk chunk)
    {
        lock (_gate)
        {
            chunk.IsWriting = false;
            if (chunk.IsConfirmed) Return(chunk);
        }
    }

    /// <summary>The server has the oldest chunk that was sent.</summary>
    public void ConfirmOldest()
    {
        lock (_gate)
        {
            if (!_sent.TryDequeue(out var chunk)) return;
            _bytes -= chunk.Length;
            _sentBytes -= chunk.Length;
            Interlocked.Add(ref _confirmed, chunk.Messages);
            chunk.IsConfirmed = true;
            if (!chunk.IsWriting) Return(chunk);
            Tell();
        }
    }

    /// <summary>There is a server: what a kept outbox holds can be sent, in the order it came.</summary>
    public void Open()
    {
        lock (_gate) _open = true;
    }

    /// <summary>The connection is gone, and no chunk is being written any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _sentBytes = 0;
            if (_keeps)
            {
                while (_full.TryDequeue(out var chunk)) _sent.Enqueue(chunk);
                (_full, _sent) = (_sent, _full);
                return;
            }

            _open = false;
            if (_filling != null) _full.Enqueue(_filling);
            _filling = null;
            foreach (var queue in new[] { _sent, _full })
                while (queue.TryDequeue(out var chunk))
                {
                    Interlocked.Add(ref _lost, chunk.Messages);
                    Return(chunk);
                }

            _bytes = 0;
            Tell();
        }
    }

    private void Tell()
    {
        _changed?.SetResult();
        _changed = null;
    }

    private OutboxChunk Rent(int most)
    {
        var size = most + OutboxChunk.Reserve;
        if (size <= ChunkBytes && _free.TryPop(out var chunk)) return chunk;
        return new(size <= ChunkBytes ? new byte[ChunkBytes] : ArrayPool<byte>.Shared.Rent(size));
    }

    private void Return(OutboxChunk chunk)
    {
        chunk.Clear();
        if (chunk.Buffer.Length != ChunkBytes) ArrayPool<byte>.Shared.Return(chunk.Buffer);
        else if (_free.Count < MostFree) _free.Push(chunk);
    }
}
