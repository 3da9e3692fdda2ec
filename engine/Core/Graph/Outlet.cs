using System.Runtime.CompilerServices;
using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>Where one giver's frames of one source go: the queue of each edge that leaves it.</summary>
internal sealed class Outlet
{
    private SourceQueue[] _targets = [];
    private volatile bool _ended;

    /// <summary>Whether anything takes from here.</summary>
    public bool HasTargets => _targets.Length > 0;

    /// <summary>Adds an edge; only before the first frame of its source.</summary>
    public void Add(SourceQueue target) => _targets = [.. _targets, target];

    /// <summary>No frame follows.</summary>
    public void End()
    {
        _ended = true;
        foreach (var target in _targets) target.Inflow.Lane.End(target);
    }

    /// <summary>Hands a frame to every edge without waiting.</summary>
    /// <param name="frame">Taken over.</param>
    /// <returns>The hand-overs that need to wait for room; null when there are none.</returns>
    public WaitingPut? Put(Frame frame)
    {
        if (_targets.Length == 0)
        {
            frame.Dispose();
            return null;
        }

        if (_ended)
        {
            Edge.Drop(_targets[0], frame, DropReason.GivenUp);
            return null;
        }

        WaitingPut? waiting = null;
        long bytes;
        try
        {
            bytes = frame.HasPicture ? frame.Picture.SizeBytes : 0;
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        for (var i = 0; i < _targets.Length; i++)
        {
            // The last branch gets the frame itself, every other a right of its own.
            var branch = i == _targets.Length - 1 ? frame : frame.Share();
            if (!_targets[i].Inflow.Lane.TryPut(_targets[i], branch, bytes)) waiting = new(_targets[i], branch, bytes, waiting);
        }

        return waiting;
    }

    /// <summary>Waits for room where there was none; every other branch has its frame already.</summary>
    /// <param name="waiting">What <see cref="Put"/> gave.</param>
    /// <param name="stop">Gives up waiting; the frame then counts as dropped.</param>
    /// <param name="shutdown">Says whether giving up is part of the end of the engine or source.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask FinishAsync(WaitingPut waiting, CancellationToken stop, CancellationToken shutdown)
    {
        for (var at = waiting; at != null; at = at.Next) await at.Target.PutWhenRoomAsync(at.Frame, at.Bytes, stop, shutdown);
    }

    /// <summary>A frame that waits for room in an edge.</summary>
    internal sealed record WaitingPut(SourceQueue Target, Frame Frame, long Bytes, WaitingPut? Next);
}
