using Sluice.Abstractions;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>
/// A bounded link into a stage. Each source that reaches it has a queue of its own in it, so that neither a fast source nor a stuck one
/// takes another's room: the capacity is per source, the bytes are split evenly between them, and what a full queue does goes by the
/// kind of its source unless the graph says otherwise: frames of live sources push out the oldest, those of recorded ones wait.
/// </summary>
/// <param name="stage">Id of the taker.</param>
/// <param name="from">Id of the giver.</param>
/// <param name="bytes">Most bytes of pictures over all its sources.</param>
/// <param name="drops">Whether the graph says that it is to drop what it has no room for.</param>
/// <remarks>Queues come and go under the engine's graph lock; anyone may read them.</remarks>
internal sealed class Edge(string stage, string from, long bytes, bool drops)
{
    private volatile SourceQueue[] _queues = [];

    /// <summary>Its name in counters and messages: taker, arrow, giver.</summary>
    public string Name { get; } = $"{stage}<-{from}";

    /// <summary>Id of the taker.</summary>
    public string Stage => stage;

    /// <summary>Id of the giver: a stage or a source.</summary>
    public string From => from;

    /// <summary>Whether what it drops for want of room is dropped by plan: the graph names the policy.</summary>
    public bool DropsByPlan => drops;

    /// <summary>One queue for each source that reaches it.</summary>
    public IReadOnlyList<SourceQueue> Queues => _queues;

    /// <summary>Adds a source's queue and splits the bytes anew.</summary>
    public void Add(SourceQueue queue)
    {
        _queues = [.. _queues, queue];
        Split();
    }

    /// <summary>Takes a source's queue out and gives its bytes to the others.</summary>
    public void Remove(SourceQueue queue)
    {
        _queues = [.. _queues.Where(q => q != queue)];
        Split();
    }

    /// <summary>Ends a frame that its stage will not see.</summary>
    /// <param name="queue">The queue it was in, or was meant for.</param>
    /// <param name="frame">The frame; its right is returned.</param>
    /// <param name="reason">Why.</param>
    public static void Drop(SourceQueue queue, Frame frame, DropReason reason)
    {
        queue.CountDrop(reason);
        if (frame.Info.Trace is { } trace) FrameTracer.Drop(trace, queue.Edge.Name, reason);
        frame.Info.Propose(reason == DropReason.Hung ? Outcome.Failed : Outcome.Dropped);
        frame.Dispose();
    }

    // Each queue under the lock of its own lane, one after the other.
    private void Split()
    {
        var queues = _queues;
        foreach (var queue in queues) queue.Inflow.Lane.Resize(queue, bytes / queues.Length);
    }
}
