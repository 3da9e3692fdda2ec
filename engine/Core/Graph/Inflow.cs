namespace Sluice.Core.Graph;

/// <summary>One source as one stage sees it: the queues its frames come by, and where the stage's frames of that source go.</summary>
internal sealed class Inflow(string source, StageNode node, Lane lane)
{
    private readonly List<SourceQueue> _queues = [];
    private int _finished;

    /// <summary>The source's id.</summary>
    public string Source => source;

    public StageNode Node => node;

    /// <summary>The lane that serves it, always the same: calls for one source never overlap.</summary>
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

    /// <summary>Whether no frame will come any more and none waits.</summary>
    public bool IsOver => OpenQueues == 0 && Queued == 0;

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
        node.CountEndedSource();
    }
}
