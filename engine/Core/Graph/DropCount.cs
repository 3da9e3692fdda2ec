namespace Sluice.Core.Graph;

/// <summary>Frames of one source that one edge let go.</summary>
/// <param name="Edge">The edge, such as <c>detect&lt;-sample</c>.</param>
/// <param name="Stage">The taker.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
public sealed record DropCount(string Edge, string Stage, DropReason Reason, long Count);
