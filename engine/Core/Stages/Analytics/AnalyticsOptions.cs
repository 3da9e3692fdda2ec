using System.ComponentModel;

namespace Sluice.Core.Stages.Analytics;

/// <summary>Options of the <c>analytics</c> stage.</summary>
public sealed record AnalyticsOptions
{
    /// <summary>Areas to watch.</summary>
    [Description("Areas to watch: who enters, leaves, stays long, and how many there are.")]
    public IReadOnlyList<ZoneOptions> Zones { get; init; } = [];

    /// <summary>Tripwires.</summary>
    [Description("Tripwires: who crosses them, which way.")]
    public IReadOnlyList<LineOptions> Lines { get; init; } = [];

    /// <summary>Which point of a box says where its object is.</summary>
    [Description("Which point of a box says where its object is: the middle of its lower edge, or of the box.")]
    public BoxAnchor Anchor { get; init; }

    /// <summary>How long a change must last before it counts.</summary>
    [Description("How long an object must have been in, out or across before it counts, in time of the stream; keeps trembling boxes quiet.")]
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a track may be unseen before it is taken for gone.</summary>
    [Description("A track not seen for this long is taken for gone although no tracker said so: frames that told may have been dropped.")]
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromMinutes(1);
}
