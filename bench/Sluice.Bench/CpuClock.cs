using Perfolizer.Horology;

namespace Sluice.Bench;

/// <summary>The processor time of this process: what a measurement is worth on a machine that has other work to do.</summary>
public sealed class CpuClock : IClock
{
    public string Title => "processor time";

    public bool IsAvailable => true;

    public Frequency Frequency => new(TimeSpan.TicksPerSecond);

    public long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}
