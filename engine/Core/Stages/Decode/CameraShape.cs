namespace Sluice.Core.Stages.Decode;

/// <summary>How a recording is sent that stands in for a camera: as unevenly as a network would, and timed by when it was due, so that a
/// machine too busy to read in time shows as delay.</summary>
/// <param name="Phase">How much later than its source is started it begins.</param>
/// <param name="Jitter">Most a packet is late; each by a time of its own, none before the one in front of it.</param>
/// <param name="Seed">Of those times.</param>
internal sealed record CameraShape(TimeSpan Phase, TimeSpan Jitter, int Seed);
