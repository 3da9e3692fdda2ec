namespace Sluice.Core.Stages.Decode;

/// <summary>When something was read, on both clocks.</summary>
/// <param name="Timestamp">Monotonic, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
/// <param name="At">Wall clock.</param>
internal readonly record struct Arrival(long Timestamp, DateTimeOffset At);
