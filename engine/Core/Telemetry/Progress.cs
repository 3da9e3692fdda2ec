namespace Sluice.Core.Telemetry;

/// <summary>When a counter last changed, as far as it was looked at.</summary>
internal sealed class Progress
{
    private long _value = -1;
    private long _since;

    /// <summary>Takes a reading.</summary>
    /// <returns>How long the counter has stood still; zero at the first reading.</returns>
    public TimeSpan Read(long value, TimeProvider time)
    {
        var now = time.GetTimestamp();
        if (value != _value) (_value, _since) = (value, now);
        return time.GetElapsedTime(_since, now);
    }
}
