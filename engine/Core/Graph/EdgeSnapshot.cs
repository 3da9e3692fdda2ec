namespace Sluice.Core.Graph;

/// <summary>What waits in one edge now.</summary>
/// <param name="Name">Taker, arrow, giver: <c>detect&lt;-sample</c>.</param>
/// <param name="Queued">Frames waiting, over all sources.</param>
/// <param name="Capacity">Most frames it may hold, over all sources.</param>
/// <param name="Bytes">Bytes of the pictures waiting.</param>
public sealed record EdgeSnapshot(string Name, int Queued, int Capacity, long Bytes);
