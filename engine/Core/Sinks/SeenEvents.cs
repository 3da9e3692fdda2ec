using Sluice.Abstractions;

namespace Sluice.Core.Sinks;

/// <summary>
/// Which events of one source a sink has had: a frame that comes on several links brings the same ones again, perhaps with more that
/// another stage added. Not thread-safe.
/// </summary>
internal sealed class SeenEvents
{
    // One of the links may hold frames back; more than this happens at no source meanwhile.
    private const int Remembered = 1024;
    private readonly HashSet<FrameEvent> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<FrameEvent> _order = [];

    /// <summary>Notes an event.</summary>
    /// <returns>Whether this is the first time it comes.</returns>
    public bool IsFirst(FrameEvent happened)
    {
        if (!_seen.Add(happened)) return false;
        _order.Enqueue(happened);
        if (_order.Count > Remembered) _seen.Remove(_order.Dequeue());
        return true;
    }
}
