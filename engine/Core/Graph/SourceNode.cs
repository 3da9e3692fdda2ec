using Microsoft.Extensions.Logging;
using Sluice.Abstractions;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>A source in the running graph: runs it, and passes its frames and its end on.</summary>
internal sealed class SourceNode(ISource source, SourceLedger ledger, ILogger log) : IStageOutput
{
    private string? _fault;
    private int _ended;

    public ISource Source => source;

    public SourceLedger Ledger => ledger;

    public Outlet Outlet { get; } = new();

    /// <summary>Frames that ended with the engine because a stage never returned them.</summary>
    public long Left { get; private set; }

    /// <summary>Whether it did not stop when told and was left behind.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Its state; over once it has returned, whatever it says.</summary>
    public SourceStatus Status
    {
        get
        {
            var status = source.Status;
            if (Volatile.Read(ref _ended) == 0) return status;
            return _fault == null
                ? status with { State = SourceState.Ended }
                : status with { State = SourceState.Ended, LastError = _fault, Reason = FaultReason.Other };
        }
    }

    /// <summary>Runs it to its end; nothing escapes.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await source.RunAsync(this, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop, and stopped.
        }
        catch (Exception fault)
        {
            _fault = fault.Message;
            GraphLog.SourceFailed(log, source.Id, fault);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Passes its end on, once.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0) Outlet.End();
    }

    /// <summary>Closes its account: what no stage has returned counts as dropped.</summary>
    public void Close()
    {
        Left = ledger.Close(Outcome.Dropped);
        if (Left > 0) GraphLog.FramesKept(log, source.Id, Left);
    }

    /// <inheritdoc/>
    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Outlet.Put(frame) is { } waiting ? Outlet.FinishAsync(waiting, stop, stop) : ValueTask.CompletedTask;
    }
}
