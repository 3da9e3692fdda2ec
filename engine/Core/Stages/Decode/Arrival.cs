namespace Sluice.Core.Stages.Decode;

/// <summary>When something was read, on both clocks, and when its sender says it was taken.</summary>
/// <param name="Timestamp">Monotonic, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
/// <param name="At">Wall clock.</param>
/// <param name="Taken">The sender's wall clock; null where it says nothing sane.</param>
internal readonly record struct Arrival(long Timestamp, DateTimeOffset At, DateTimeOffset? Taken = null);
