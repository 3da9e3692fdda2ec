using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Spool;

/// <content>What a sink says of its spool.</content>
internal sealed partial class DiskSpool
{
    /// <summary>A sink's counts with what its spool holds: how many items, bytes on disk, and for how long.</summary>
    public SinkCounts Fill(SinkCounts counts)
    {
        var depth = Depth;
        return counts with { Spooled = depth.Items, SpoolBytes = depth.DiskBytes, SpoolLimitBytes = _options.Bytes.Bytes, SpoolOldest = depth.OldestAge };
    }
}
