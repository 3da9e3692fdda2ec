using Sluice.Abstractions;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Delivery;

/// <summary>
/// Takes entries out of a spool in order and delivers several at a time. One that fails is tried until it is delivered or refused for good;
/// meanwhile the server is left alone for a while by all of them. Entries leave the spool only then.
/// </summary>
internal sealed class Courier : IAsyncDisposable
{
    private readonly DiskSpool _spool;
    private readonly SpoolReader _reader;
    private readonly Func<Parcel, CancellationToken, Task<Verdict>> _deliver;
    private readonly RefusedFile _refusedFile;
    private readonly IStageLog _log;
    private readonly TimeProvider _time;
    private readonly Pause _pause;
    private readonly SemaphoreSlim _slots;
    private readonly int _inFlight;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private long _delivered;
    private long _refused;

    /// <summary>Makes a courier that does not run yet.</summary>
    /// <param name="spool">Where entries come from; borrowed, and has no other reader.</param>
    /// <param name="inFlight">How many entries are under way at a time; with one, they arrive in order.</param>
    /// <param name="deliver">Tries to deliver one; throws nothing but what is a mistake of its own.</param>
    /// <param name="refusedFile">Takes what was refused; borrowed.</param>
    /// <param name="context">The sink's place in the graph.</param>
    public Courier(DiskSpool spool, int inFlight, Func<Parcel, CancellationToken, Task<Verdict>> deliver, RefusedFile refusedFile, StageContext context)
    {
        (_spool, _reader, _inFlight, _deliver, _refusedFile) = (spool, spool.Read(), inFlight, deliver, refusedFile);
        (_log, _time, _pause, _slots) = (context.Log, context.Time, new(context.Time), new(inFlight));
    }

    /// <summary>Items that reached the server.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Items that it refused for good.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Begins.</summary>
    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);

    /// <summary>Waits for the spool to become empty, and ends.</summary>
    /// <param name="limit">How long to wait; what is left stays in the spool.</param>
    public async Task EndAsync(TimeSpan limit)
    {
        using (var late = new CancellationTokenSource(limit, _time))
        {
            try
            {
                await _spool.WaitUntilEmptyAsync(late.Token);
            }
            catch (OperationCanceledException) when (late.IsCancellationRequested)
            {
                _log.Warn($"{_spool.Depth.Items} items wait in the spool; they go out at the next start.");
            }
        }

        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Ends without waiting for the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _reader.Dispose();
        _slots.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            do
            {
                // Before the read: what was read has to go out at once.
                await _slots.WaitAsync(stop);
                while (_reader.TryRead(out var entry))
                {
                    _ = DeliverAsync(new(entry.Ticket, entry.At, entry.Header.ToArray(), entry.Payload.ToArray()), stop);
                    await _slots.WaitAsync(stop);
                }

                _slots.Release();
            }
            while (await _reader.WaitAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end.
        }

        // The slots are only free again once nothing is under way.
        for (var i = 0; i < _inFlight; i++) await _slots.WaitAsync(CancellationToken.None);
    }

    private async Task DeliverAsync(Parcel parcel, CancellationToken stop)
    {
        try
        {
            while (!await TryAsync(parcel, stop)) parcel.Attempt++;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It stays in the spool.
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<bool> TryAsync(Parcel parcel, CancellationToken stop)
    {
        var round = await _pause.WaitAsync(stop);
        Verdict verdict;
        try
        {
            verdict = await _deliver(parcel, stop);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            verdict = Verdict.Again($"it failed: {fault.Message}");
        }

        switch (verdict.Kind)
        {
            case VerdictKind.Again:
                if (_pause.Fail(round, verdict.After)) _log.Warn($"{verdict.Why.TrimEnd('.')}. What comes waits in the spool and is tried again.");
                return false;
            case VerdictKind.Refused:
                Interlocked.Add(ref _refused, parcel.Ticket.Items);
                _refusedFile.Add(parcel, verdict.Why);
                break;
            default:
                Interlocked.Add(ref _delivered, parcel.Ticket.Items);
                break;
        }

        _spool.Acknowledge(parcel.Ticket);
        if (_pause.Clear()) _log.Info("The server answers again; what waited goes out.");
        return true;
    }
}
