using System.Buffers;

namespace Sluice.Core.Sinks.Nats;

/// <summary>
/// Messages on their way to a server, bounded in bytes. A message stays until the server has answered a PING that was sent after it;
/// what was sent on a connection that broke before that is sent again on the next.
/// </summary>
/// <param name="limitBytes">How much may wait.</param>
internal sealed class NatsOutbox(long limitBytes)
{
    // Guards all of it: publishers, the writer and the reader of a connection meet here.
    private readonly Lock _gate = new();
    private Queue<byte[]> _unsent = new();
    private Queue<byte[]> _unconfirmed = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private long _confirmed;

    /// <summary>Messages the server has confirmed.</summary>
    public long Confirmed => Interlocked.Read(ref _confirmed);

    /// <summary>Messages that still wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _unsent.Count + _unconfirmed.Count;
        }
    }

    /// <summary>Takes a message over, unless there is no room.</summary>
    /// <param name="message">Encoded.</param>
    /// <returns>Whether it was taken. An empty outbox takes any message.</returns>
    public bool TryAdd(byte[] message)
    {
        lock (_gate)
        {
            if (_bytes > 0 && _bytes + message.Length > limitBytes) return false;
            _bytes += message.Length;
            _unsent.Enqueue(message);
            return true;
        }
    }

    /// <summary>Takes a message over, waiting for room.</summary>
    public async ValueTask AddAsync(byte[] message, CancellationToken stop)
    {
        while (true)
        {
            Task changed;
            // Taken before the try, so that no change between the two is missed.
            lock (_gate) changed = _changed.Task;
            if (TryAdd(message)) return;
            await changed.WaitAsync(stop);
        }
    }

    /// <summary>Waits until nothing waits.</summary>
    public async Task EmptyAsync(CancellationToken stop)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_unsent.Count + _unconfirmed.Count == 0) return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(stop);
        }
    }

    /// <summary>Copies unsent messages out.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="limit">Stops after this many bytes.</param>
    /// <returns>How many messages.</returns>
    public int Send(ArrayBufferWriter<byte> output, int limit)
    {
        var count = 0;
        lock (_gate)
        {
            while (output.WrittenCount < limit && _unsent.TryDequeue(out var message))
            {
                output.Write(message);
                _unconfirmed.Enqueue(message);
                count++;
            }
        }

        return count;
    }

    /// <summary>The server has the oldest of those that were sent.</summary>
    public void Confirm(int count)
    {
        if (count == 0) return;
        lock (_gate)
        {
            for (var i = 0; i < count && _unconfirmed.TryDequeue(out var message); i++)
            {
                _bytes -= message.Length;
                Interlocked.Increment(ref _confirmed);
            }

            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The connection is gone: what was not confirmed is sent again, in the same order.</summary>
    public void Rewind()
    {
        lock (_gate)
        {
            (_unsent, _unconfirmed) = (new(_unconfirmed.Concat(_unsent)), new());
        }
    }
}
