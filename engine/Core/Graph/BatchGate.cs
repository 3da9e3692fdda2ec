using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>
/// Says when a batch goes: when it is full, when no source can add to it any more (waiting longer would gain nothing), or when a source
/// is ending; its age is the lane's business. Keeps running totals, so that a frame costs the same at 64 sources as at one.
/// </summary>
/// <param name="options">How batches are gathered.</param>
/// <param name="interval">Frames of a source passed by after each that is taken.</param>
/// <param name="overlaps">Whether calls that overlap may have frames of one source.</param>
/// <remarks>Guarded by the lane's lock.</remarks>
internal sealed class BatchGate(BatchOptions options, int interval, bool overlaps)
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

    /// <summary>Whether a source has to wait for the end of a call other than this one.</summary>
    public bool IsHeld(Inflow inflow, LaneCall? by)
    {
        if (overlaps) return false;
        foreach (var place in inflow.Line)
            if (!place.IsReady && place.Call != by) return true;
        return false;
    }

    /// <summary>Takes up what changed for a source.</summary>
    public void Recount(Inflow inflow)
    {
        Count(inflow.Share, -1);
        inflow.Share = ShareOf(inflow);
        Count(inflow.Share, 1);
    }

    private BatchShare ShareOf(Inflow inflow)
    {
        if (inflow.IsHeld || IsHeld(inflow, null)) return default;

        // Of those that wait every so many is for the stage, from the first on; frames that are to be passed by first go as soon as they can.
        var frames = inflow.ToPass > 0 ? 0 : (inflow.Queued + interval) / (interval + 1);
        return new(Math.Min(frames, _maxPerSource), frames < _maxPerSource && CanGrow(inflow), inflow.OpenQueues == 0 && frames > 0);
    }

    private static bool CanGrow(Inflow inflow)
    {
        if (inflow.OpenQueues == 0) return false;
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
