namespace Sluice.Host.Bench;

/// <summary>What a part of the bench of NATS measured.</summary>
/// <param name="Part">Which.</param>
/// <param name="Messages">How many, each confirmed, received or acknowledged.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="PerSecond">Both divided.</param>
/// <param name="MicrosecondsPerMessage">CPU time of this process for a message.</param>
/// <param name="BytesPerMessage">Managed memory allocated for a message.</param>
internal sealed record NatsReading(string Part, long Messages, double Seconds, double PerSecond, double MicrosecondsPerMessage, double BytesPerMessage);
