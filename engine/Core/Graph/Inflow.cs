using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>One source as one stage sees it: the queues its frames come by, and where the stage's frames of that source go.</summary>
internal sealed class Inflow(SourceNode origin, StageNode node, Lane lane) : IThreadPoolWorkItem
{
    private readonly List<SourceQueue> _queues = [];
    private int _finished;
    private bool _forgotten;

    /// <summary>The source.</summary>
    public SourceNode Origin => origin;

    /// <summary>The source's id; a later source may have it again.</summary>
    public string Source => origin.Id;

    public StageNode Node => node;

    /// <summary>The lane that serves it, always the same.</summary>
    public Lane Lane => lane;

    /// <summary>Its queue in each edge by which it comes.</summary>
    public IReadOnlyList<SourceQueue> Queues => _queues;

    /// <summary>Where frames of this source go from here.</summary>
    public Outlet Outlet { get; } = new();

    /// <summary>Edges that may still bring frames; guarded by the lane's lock.</summary>
    public int OpenQueues { get; set; }

    /// <summary>Frames waiting, over all edges; guarded by the lane's lock.</summary>
    public int Queued { get; set; }

    /// <summary>What the source adds to a batch; see <see cref="BatchGate"/>. Guarded by the lane's lock.</summary>
    public BatchShare Share { get; set; }

    /// <summary>Its frames in the batch being gathered; guarded by the lane's lock.</summary>
    public int InBatch { get; set; }

    /// <summary>What was taken and has not gone on yet, in order, where that has to be watched; guarded by the lane's lock.</summary>
    public List<LinePlace> Line { get; } = [];

    /// <summary>How many of its next frames the stage leaves out; guarded by the lane's lock.</summary>
    public int ToPass { get; set; }

    /// <summary>Frames in the line that the stage leaves out; guarded by the lane's lock.</summary>
    public int Passing { get; set; }

    /// <summary>Whether someone hands on the head of the line; guarded by the lane's lock.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Whether the stage, or those behind, were told of its end; guarded by the lane's lock.</summary>
    public bool IsEndPassedOn { get; set; }

    /// <summary>What the head of the line waits for; whoever drains it alone uses it.</summary>
    public Outlet.WaitingPut? Waiting { get; set; }

    /// <summary>
    /// Whether its frames have to wait because the stage still has a call with frames of an earlier source of the same id; guarded by the
    /// lane's lock.
    /// </summary>
    public bool IsHeld { get; set; }

    /// <summary>Who waits for this one; guarded by the lane's lock.</summary>
    public Inflow? Successor { get; set; }

    /// <summary>Whether its source was taken out of the graph.</summary>
    public bool IsForgotten
    {
        get => Volatile.Read(ref _forgotten);
        set => Volatile.Write(ref _forgotten, value);
    }

    /// <summary>Whether the stages behind were told that the source is over here.</summary>
    public bool IsFinished => Volatile.Read(ref _finished) != 0;

    /// <summary>Whether no frame will come any more, none waits and none is on its way, and nobody was told yet.</summary>
    public bool IsOver => OpenQueues == 0 && Queued == 0 && Line.Count == 0 && !IsDraining && !IsEndPassedOn && !IsHeld;

    /// <summary>Whether a frame is this source's and not an earlier one's that had the same id.</summary>
    public bool Owns(FrameInfo info) => info.Ledger is not { } ledger || ReferenceEquals(ledger, origin.Ledger);

    public void Add(SourceQueue queue)
    {
        _queues.Add(queue);
        OpenQueues++;
    }

    /// <summary>Tells the stages behind that the source is over here. Only the first call counts.</summary>
    public void Finish()
    {
        if (Interlocked.Exchange(ref _finished, 1) != 0) return;
        Outlet.End();
        lane.LetSuccessorGo(this);
        node.Forgotten(this);
        origin.CountOver();
    }

    void IThreadPoolWorkItem.Execute() => _ = lane.GoOnAsync(this);
}
