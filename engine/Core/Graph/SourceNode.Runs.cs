using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.Selection;

namespace Sluice.Core.Graph;

/// <content>Its runs: one, and one more after each pause of a live source.</content>
internal sealed partial class SourceNode
{
    /// <summary>Tells it to stop, for good.</summary>
    public void Cancel()
    {
        SourceRun run;
        TaskCompletionSource? resume;
        lock (_gate)
        {
            _cancelled = true;
            (run, resume) = (_run, _resume);
        }

        run.Cancel();
        resume?.TrySetResult();
    }

    /// <summary>
    /// Pauses it. A live source is disconnected and opened again afterwards; a recorded one keeps its place, because nobody waits for it.
    /// </summary>
    /// <param name="limit">How long it may take to stop before it is left behind.</param>
    /// <exception cref="SourceChangeException">It has ended, or is paused.</exception>
    public async Task PauseAsync(TimeSpan limit)
    {
        SourceRun run;
        lock (_gate)
        {
            if (_cancelled || HasEnded) throw new SourceChangeException(SourceChangeFault.Conflict, $"source '{Id}' has ended; there is nothing to pause");
            if (_resume != null) throw new SourceChangeException(SourceChangeFault.Conflict, $"source '{Id}' is paused already");
            _resume = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _pausedAt = _time.GetUtcNow();
            run = _run;
            if (IsLive) run.Resumed = _resume;
            else run.Hold();
        }

        if (!IsLive) return;
        run.Cancel();
        try
        {
            await run.Stopped.WaitAsync(limit, _time);
        }
        catch (TimeoutException)
        {
            GraphLog.SourceStuck(_log, Id);
            run.LeaveBehind();
        }
    }

    /// <summary>Ends a pause.</summary>
    /// <exception cref="SourceChangeException">It is not paused.</exception>
    public void Resume()
    {
        SourceRun run;
        TaskCompletionSource resume;
        lock (_gate)
        {
            resume = _resume ?? throw new SourceChangeException(SourceChangeFault.Conflict, $"source '{Id}' is not paused");
            _resume = null;
            run = _run;
        }

        run.Release();
        resume.TrySetResult();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        using var link = stop.UnsafeRegister(static node => ((SourceNode)node!).Cancel(), this);
        try
        {
            for (var run = CurrentRun; run != null; run = await NextRunAsync(run)) await run.RunAsync();
        }
        catch (Exception fault)
        {
            NoteFault(fault);
        }
        finally
        {
            End();
        }
    }

    // The run after a pause; null when the last one did not end for one, or none is to follow.
    private async Task<SourceRun?> NextRunAsync(SourceRun last)
    {
        TaskCompletionSource? wait;
        lock (_gate) wait = last.Resumed;
        if (wait == null) return null;
        var (reconnects, counts) = (last.Source.Status.Reconnects, last.Source.Counts);
        await last.DisposeAsync();
        while (true)
        {
            await wait.Task;
            lock (_gate)
                if (_cancelled) return null;
            var next = new SourceRun(this, _make(last.NextIndex), last.NextIndex);
            lock (_gate)
            {
                if (_resume == null && !_cancelled)
                {
                    _run = next;
                    _reconnects += reconnects;
                    _countsBefore = Sum(_countsBefore, counts);
                    return next;
                }

                // Paused again before the run began.
                wait = _resume ?? wait;
            }

            await next.DisposeAsync();
        }
    }

    private static StreamCounts? Sum(StreamCounts? one, StreamCounts? other)
    {
        if (one == null || other == null) return one ?? other;
        return new()
        {
            Losses = other.Losses.Aggregate(one.Losses, static (sum, loss) => sum.SetItem(loss.Key, sum.GetValueOrDefault(loss.Key) + loss.Value)),
            LostPackets = one.LostPackets + other.LostPackets,
            DamagedPictures = one.DamagedPictures + other.DamagedPictures,
            Stalls = one.Stalls + other.Stalls,
            DecoderOpenings = one.DecoderOpenings + other.DecoderOpenings,
            StuckCalls = one.StuckCalls + other.StuckCalls,
            TimeRepairs = one.TimeRepairs + other.TimeRepairs,
            RefusedClocks = one.RefusedClocks + other.RefusedClocks,
            JitterSeconds = other.JitterSeconds,
            DecoderHold = other.DecoderHold,
            Gate = GateCounts.Sum(one.Gate, other.Gate),
            Decoding = DecodingCounts.Sum(one.Decoding, other.Decoding),
        };
    }
}
