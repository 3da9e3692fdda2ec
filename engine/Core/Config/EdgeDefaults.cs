using Sluice.Abstractions;

namespace Sluice.Core.Config;

/// <summary>The one place that says what an edge does when the graph leaves it open.</summary>
public static class EdgeDefaults
{
    /// <summary>Frames an edge holds that waits.</summary>
    public const int WaitCapacity = 8;

    /// <summary>Frames an edge holds that drops: few, because queued frames only grow old.</summary>
    public const int DropCapacity = 4;

    /// <summary>Bytes an edge holds: five frames of 4K at 4:2:0, twenty of 1080p.</summary>
    public static ByteSize Bytes => new(64L << 20);

    /// <summary>Fills in what a link leaves open.</summary>
    /// <param name="link">The link as written.</param>
    /// <param name="live">Whether a live source reaches the edge: then it must never make its giver wait by default.</param>
    public static EffectiveLink For(LinkConfig link, bool live)
    {
        var policy = link.Policy ?? (live ? OverflowPolicy.DropOldest : OverflowPolicy.Wait);
        var bytes = link.Bytes ?? Bytes;
        return policy switch
        {
            OverflowPolicy.Latest => new(OverflowPolicy.DropOldest, 1, bytes),
            OverflowPolicy.Wait => new(policy, link.Capacity ?? WaitCapacity, bytes),
            _ => new(policy, link.Capacity ?? DropCapacity, bytes),
        };
    }
}
