using System.Collections.Immutable;
using Sluice.Core.Graph;

namespace Sluice.Core.Stages.Decode;

/// <summary>A source's state with its last fault, and how often each reason cost the connection. Written by the reader, the decoder and
/// the watchdog; read from anywhere. Once ended it stays so.</summary>
/// <param name="time">The clock.</param>
internal sealed class SourceHealth(TimeProvider time)
{
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<FaultReason, long> _losses = ImmutableSortedDictionary<FaultReason, long>.Empty;
    private SourceStatus _status = new(SourceState.Connecting, 0, null) { Since = time.GetUtcNow() };

    /// <summary>The state now.</summary>
    public SourceStatus Status => Volatile.Read(ref _status);

    /// <summary>How often the source had to be opened again, by reason.</summary>
    public ImmutableSortedDictionary<FaultReason, long> Losses => Volatile.Read(ref _losses);

    /// <summary>Goes into a state, from whichever.</summary>
    public void Move(SourceState state)
    {
        lock (_gate) Set(_status, state);
    }

    /// <summary>Goes from one state into another, if it is in the first.</summary>
    public bool TryMove(SourceState from, SourceState to)
    {
        if (Status.State != from) return false;
        lock (_gate)
        {
            if (_status.State != from) return false;
            Set(_status, to);
            return true;
        }
    }

    /// <summary>Notes a loss, after which the source is opened again.</summary>
    public void Lost(SourceState state, StreamFault fault)
    {
        lock (_gate)
        {
            Volatile.Write(ref _losses, _losses.SetItem(fault.Reason, _losses.GetValueOrDefault(fault.Reason) + 1));
            Set(_status with { Reconnects = _status.Reconnects + 1, LastError = fault.Message, Reason = fault.Reason }, state);
        }
    }

    /// <summary>Notes a fault that leaves the source where it is.</summary>
    public void Note(StreamFault fault)
    {
        lock (_gate) Volatile.Write(ref _status, _status with { LastError = fault.Message, Reason = fault.Reason });
    }

    private void Set(SourceStatus with, SourceState state)
    {
        if (_status.State == SourceState.Ended) state = SourceState.Ended;
        Volatile.Write(ref _status, with with { State = state, Since = _status.State == state ? _status.Since : time.GetUtcNow() });
    }
}
