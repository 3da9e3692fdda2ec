namespace Sluice.Host.Bench;

/// <summary>When an object is first and last to be seen.</summary>
/// <param name="First">Seconds of presentation time.</param>
/// <param name="Last">Seconds of presentation time.</param>
internal readonly record struct GateTrack(double First, double Last);
