namespace Sluice.Host.Bench.Capacity;

/// <summary>One camera's counts since the window began.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Arrived">Frames that arrived.</param>
/// <param name="Delivered">Frames that ended as the graph asks: published, or left out on purpose.</param>
/// <param name="Lost">Frames, and branches of frames, that were let go without the graph asking for it.</param>
/// <param name="LostAtDecoder">Of those, packets the decoder had no room for.</param>
/// <param name="Restarts">Times it was opened again, or its decoder was.</param>
/// <param name="Running">Whether it runs.</param>
/// <param name="P50">Seconds from arrival to the end of published frames that half stay below, over the window so far; null where none ended.</param>
/// <param name="P95">The same for 95 of 100.</param>
/// <param name="P99">The same for 99 of 100.</param>
internal sealed record TrialSource(string Id, long Arrived, long Delivered, long Lost, long LostAtDecoder, long Restarts, bool Running, double? P50, double? P95, double? P99);
