using Sluice.Abstractions;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Delivery;

/// <summary>A sink's spool and the courier that empties it, opened and closed together.</summary>
internal sealed class SinkSpool : IAsyncDisposable
{
    private readonly DiskSpool _spool;
    private readonly Courier _courier;
    private long _accepted;

    private SinkSpool(DiskSpool spool, Courier courier) => (_spool, _courier, _accepted) = (spool, courier, spool.TakenOver);

    /// <summary>What became of what it was given, and of what an earlier process left in it.</summary>
    public SinkCounts Counts
        => _spool.Fill(new(Interlocked.Read(ref _accepted), _courier.Delivered, 0) { Dropped = _spool.Dropped + _spool.Damaged + _courier.Refused });

    /// <summary>Opens a sink's spool; what an earlier process left goes out at once.</summary>
    /// <param name="context">The sink's place in the graph.</param>
    /// <param name="own">The sink's own settings of the spool.</param>
    /// <param name="inFlight">How many entries are under way at a time.</param>
    /// <param name="deliver">Tries to deliver one.</param>
    /// <exception cref="SpoolException">It cannot be opened.</exception>
    public static SinkSpool Open(StageContext context, SpoolOverride? own, int inFlight, Func<Parcel, CancellationToken, Task<Verdict>> deliver)
    {
        var spool = DiskSpool.Open(context, own);
        var refused = new RefusedFile(Path.Combine(spool.Folder, "refused.jsonl"), context.Time, context.Log);
        var courier = new Courier(spool, inFlight, deliver, refused, context);
        courier.Start();
        return new(spool, courier);
    }

    /// <summary>Takes a batch over: on return it is on disk.</summary>
    /// <param name="batch">Borrowed, and empty afterwards.</param>
    /// <param name="call">The call that waits; null outside of one.</param>
    /// <param name="stop">Gives up waiting for room; the batch was not taken then.</param>
    public async ValueTask AddAsync(SpoolBatch batch, IStageOutput? call, CancellationToken stop)
    {
        var items = batch.Items;
        while (!_spool.TryAppend(batch, out _)) await _spool.WaitForRoomAsync(call, stop);
        Interlocked.Add(ref _accepted, items);
    }

    /// <summary>Takes a batch over if there is room now.</summary>
    /// <param name="batch">Borrowed, and empty when the answer is true.</param>
    public bool TryAdd(SpoolBatch batch)
    {
        var items = batch.Items;
        if (!_spool.TryAppend(batch, out _)) return false;
        Interlocked.Add(ref _accepted, items);
        return true;
    }

    /// <summary>Waits for everything to be delivered.</summary>
    /// <param name="limit">How long; what is left stays for the next process.</param>
    public Task EndAsync(TimeSpan limit) => _courier.EndAsync(limit);

    /// <summary>Closes both; what is left stays for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _courier.DisposeAsync();
        _spool.Dispose();
    }
}
