namespace Sluice.Core.Graph;

/// <summary>Frames of one source that one edge let go.</summary>
/// <param name="Edge">The edge, such as <c>detect&lt;-sample</c>.</param>
/// <param name="Stage">The taker.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
public sealed record DropCount(string Edge, string Stage, DropReason Reason, long Count)
{
    /// <summary>Whether the graph asks for it: it names the policy of the edge, and there was no room.</summary>
    public bool IsPlanned { get; init; }
}
