using Sluice.Core.Graph;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// How long to wait after a loss before the next try, and in which state. Faults that no trying mends (a wrong password, a path that is not
/// there, a codec nobody decodes) put the source into quarantine after several in a row: it still tries, but seldom, and so recovers by
/// itself once the camera does.
/// </summary>
/// <param name="backoff">The waits between ordinary tries.</param>
/// <param name="longest">The longest of them; quarantine waits twice as long.</param>
/// <param name="random">Draws the jitter.</param>
internal sealed class ReconnectPolicy(Backoff backoff, TimeSpan longest, Random random)
{
    private const int MostLastingInARow = 4;
    private int _lasting;

    /// <summary>What to do after a loss.</summary>
    /// <param name="reason">Why it was lost.</param>
    /// <param name="wasStable">Whether frames had come for a while: only that starts the waits over, or a camera that accepts and drops at
    /// once would be asked without a pause.</param>
    public (SourceState State, TimeSpan Delay) After(FaultReason reason, bool wasStable)
    {
        if (wasStable)
        {
            backoff.Reset();
            _lasting = 0;
        }

        _lasting = IsLasting(reason) ? _lasting + 1 : 0;
        var delay = backoff.Next();
        if (reason is not (FaultReason.DecoderStorm or FaultReason.CallStuck) && _lasting < MostLastingInARow) return (SourceState.Reconnecting, delay);
        return (SourceState.Quarantined, 2 * longest * (0.75 + (0.25 * random.NextDouble())));
    }

    private static bool IsLasting(FaultReason reason) => reason is FaultReason.Unauthorized or FaultReason.NotFound or FaultReason.Unsupported
        or FaultReason.NoVideo or FaultReason.InvalidData or FaultReason.TlsFailed or FaultReason.BadSession;
}
