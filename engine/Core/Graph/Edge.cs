using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>
/// A bounded link into a stage. Each source that reaches it has a queue of its own in it, so that neither a fast source nor a stuck one
/// takes another's room: the capacity is per source, the bytes are split evenly between them, and what a full queue does goes by the
/// kind of its source unless the graph says otherwise: frames of live sources push out the oldest, those of recorded ones wait.
/// </summary>
internal sealed class Edge(string stage, string from)
{
    private readonly List<SourceQueue> _queues = [];

    /// <summary>Its name in counters and messages: taker, arrow, giver.</summary>
    public string Name { get; } = $"{stage}<-{from}";

    /// <summary>Id of the taker.</summary>
    public string Stage => stage;

    /// <summary>Id of the giver: a stage or a source.</summary>
    public string From => from;

    /// <summary>One queue for each source that reaches it.</summary>
    public IReadOnlyList<SourceQueue> Queues => _queues;

    /// <summary>Adds a source's queue; only while the graph is built.</summary>
    public void Add(SourceQueue queue) => _queues.Add(queue);

    /// <summary>Ends a frame that its stage will not see.</summary>
    /// <param name="queue">The queue it was in, or was meant for.</param>
    /// <param name="frame">The frame; its right is returned.</param>
    /// <param name="reason">Why.</param>
    public static void Drop(SourceQueue queue, Frame frame, DropReason reason)
    {
        queue.CountDrop(reason);
        frame.Info.Propose(reason == DropReason.Hung ? Outcome.Failed : Outcome.Dropped);
        frame.Dispose();
    }
}
