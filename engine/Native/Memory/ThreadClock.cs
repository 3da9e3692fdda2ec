using System.Runtime.InteropServices;

namespace Sluice.Native.Memory;

/// <summary>CPU time of the calling thread, to the nanosecond; .NET gives only the process's.</summary>
public static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>CPU time of this thread since it began.</summary>
    public static TimeSpan Now => clock_gettime(ThreadCpuTime, out var time) == 0
        ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : TimeSpan.Zero;

    [LibraryImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int clock_gettime(int clock, out Time time);

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
