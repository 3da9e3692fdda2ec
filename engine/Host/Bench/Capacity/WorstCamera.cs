namespace Sluice.Host.Bench.Capacity;

/// <summary>The camera that fared worst.</summary>
/// <param name="Source">Its id.</param>
/// <param name="DeliveredRatio">Frames delivered of those it should have sent.</param>
/// <param name="LostRatio">Frames lost without being told to, of those that arrived.</param>
/// <param name="P95Ms">95 of 100 of its frames took less, in milliseconds; null where none ended.</param>
internal sealed record WorstCamera(string Source, double DeliveredRatio, double LostRatio, double? P95Ms);
