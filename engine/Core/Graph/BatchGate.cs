using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>
/// Says when a batch goes: when it is full, when no source can add to it any more (waiting longer would gain nothing), or when a source
/// is ending; its age is the lane's business. Keeps running totals, so that a frame costs the same at 64 sources as at one.
/// </summary>
/// <remarks>Guarded by the lane's lock.</remarks>
internal sealed class BatchGate(BatchOptions options)
{
    private readonly int _maxPerSource = options.MaxPerSource > 0 ? options.MaxPerSource : int.MaxValue;
    private int _frames;
    private int _growing;
    private int _ending;

    public BatchOptions Options => options;

    /// <summary>Most frames of one source in a batch.</summary>
    public int MaxPerSource => _maxPerSource;

    /// <summary>Whether a batch could be made.</summary>
    public bool HasFrames => _frames > 0;

    /// <summary>Whether a batch should go now, whatever its age.</summary>
    public bool IsReady => _frames > 0 && (_frames >= options.Size || _growing == 0 || _ending > 0);

    /// <summary>Takes up what changed for a source.</summary>
    public void Recount(Inflow inflow)
    {
        Count(inflow.Share, -1);
        inflow.Share = new(Math.Min(inflow.Queued, _maxPerSource), CanGrow(inflow), inflow is { OpenQueues: 0, Queued: > 0 });
        Count(inflow.Share, 1);
    }

    private bool CanGrow(Inflow inflow)
    {
        if (inflow.OpenQueues == 0 || inflow.Queued >= _maxPerSource) return false;
        foreach (var queue in inflow.Queues)
            if (!queue.Ended && !queue.IsFull) return true;
        return false;
    }

    private void Count(BatchShare share, int sign)
    {
        _frames += sign * share.Frames;
        if (share.CanGrow) _growing += sign;
        if (share.IsEnding) _ending += sign;
    }
}
