namespace Sluice.Core.Graph;

/// <summary>
/// The memory all pictures in flight may take, over the whole engine. Recorded sources wait for room, live ones drop, and pictures that
/// stages make are charged without waiting, because a stage that waited for memory held by frames behind it would never get it.
/// </summary>
/// <param name="limitBytes">Most bytes in flight; one picture larger than this passes when it is alone.</param>
public sealed class FrameBudget(long limitBytes)
{
    private readonly Lock _gate = new();

    // Guarded by _gate; first come, first served.
    private readonly LinkedList<(Waiter Waiter, long Bytes)> _waiting = new();
    private long _outstanding;
    private long _peak;
    private long _keptForLive;

    /// <summary>Most bytes in flight.</summary>
    public long LimitBytes => limitBytes;

    /// <summary>Bytes in flight.</summary>
    public long Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Most bytes that were ever in flight at once.</summary>
    public long Peak => Volatile.Read(ref _peak);

    /// <summary>Takes bytes, waiting for room.</summary>
    /// <param name="bytes">Size of the picture to be.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>Whether the bytes are taken; false after <paramref name="stop"/>.</returns>
    public ValueTask<bool> ReserveAsync(long bytes, CancellationToken stop)
    {
        lock (_gate)
        {
            if (stop.IsCancellationRequested) return ValueTask.FromResult(false);
            if (_waiting.Count == 0 && Fits(bytes, limitBytes - _keptForLive))
            {
                Take(bytes);
                return ValueTask.FromResult(true);
            }
        }

        return WaitAsync(bytes, stop);
    }

    /// <summary>Takes bytes if there is room now.</summary>
    /// <param name="bytes">Size of the picture to be.</param>
    /// <returns>Whether the bytes are taken.</returns>
    public bool TryReserve(long bytes)
    {
        lock (_gate)
        {
            if (!Fits(bytes, limitBytes)) return false;
            Take(bytes);
            return true;
        }
    }

    /// <summary>Takes bytes whether or not there is room: for a picture made from one in flight.</summary>
    /// <param name="bytes">Size of the picture.</param>
    public void Charge(long bytes)
    {
        lock (_gate) Take(bytes);
    }

    /// <summary>Gives bytes back, and room to those who wait.</summary>
    /// <param name="bytes">What was taken.</param>
    public void Return(long bytes)
    {
        List<Waiter>? granted = null;
        lock (_gate)
        {
            _outstanding -= bytes;
            while (_waiting.First is { } first && Fits(first.Value.Bytes, limitBytes - _keptForLive))
            {
                _waiting.RemoveFirst();
                Take(first.Value.Bytes);
                (granted ??= []).Add(first.Value.Waiter);
            }
        }

        if (granted == null) return;
        foreach (var waiter in granted) waiter.Finish(true);
    }

    /// <summary>Keeps a part from those who wait: recorded sources take all they get, and live ones would find no room ever.</summary>
    /// <param name="bytes">The part that only live sources may take.</param>
    internal void KeepForLive(long bytes) => Volatile.Write(ref _keptForLive, bytes);

    private bool Fits(long bytes, long limit) => _outstanding <= 0 || _outstanding + bytes <= limit;

    private void Take(long bytes)
    {
        _outstanding += bytes;
        if (_outstanding > _peak) _peak = _outstanding;
    }

    private async ValueTask<bool> WaitAsync(long bytes, CancellationToken stop)
    {
        var waiter = new Waiter();
        LinkedListNode<(Waiter Waiter, long Bytes)> node;
        lock (_gate)
        {
            // Room may have come since the caller looked.
            if (_waiting.Count == 0 && Fits(bytes, limitBytes - _keptForLive))
            {
                Take(bytes);
                return true;
            }

            node = _waiting.AddLast((waiter, bytes));
        }

        using var giveUp = stop.UnsafeRegister(_ => GiveUp(node), null);
        return await waiter.Task;
    }

    private void GiveUp(LinkedListNode<(Waiter Waiter, long Bytes)> node)
    {
        lock (_gate)
        {
            if (node.List == null) return;
            _waiting.Remove(node);
        }

        node.Value.Waiter.Finish(false);
        // Whoever stood behind a large picture may fit.
        Return(0);
    }
}
