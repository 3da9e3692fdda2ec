namespace Sluice.Core.Tests.Decode.Selection;

/// <summary>
/// A clock that stands still but for a step with each frame that is handed on: whatever waits for time to pass between two frames sees it pass
/// there and nowhere else, however busy the machine is.
/// </summary>
/// <param name="step">What each frame takes.</param>
internal sealed class EmissionClock(TimeSpan step) : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Step() => Interlocked.Add(ref _ticks, step.Ticks);
}
