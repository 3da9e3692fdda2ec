using System.Diagnostics;
using System.Globalization;

namespace Sluice.Host.Output;

/// <summary>What this process took between two moments.</summary>
/// <param name="Elapsed">Wall time.</param>
/// <param name="Cpu">CPU time of all threads.</param>
/// <param name="PeakResidentBytes">Most memory resident since the process began.</param>
/// <param name="AllocatedBytes">Managed memory allocated.</param>
/// <param name="Collections">Garbage collections of generations 0, 1 and 2.</param>
internal sealed record ProcessUsage(TimeSpan Elapsed, TimeSpan Cpu, long PeakResidentBytes, long AllocatedBytes, int[] Collections)
{
    /// <summary>Begins to measure.</summary>
    /// <returns>Gives what was taken since.</returns>
    public static Func<ProcessUsage> Begin(TimeProvider time)
    {
        var started = time.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes();
        int[] collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        return () => new(time.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu, PeakResident(),
            GC.GetTotalAllocatedBytes() - allocated, [.. collections.Select(static (count, generation) => GC.CollectionCount(generation) - count)]);
    }

    private static long PeakResident()
    {
        const string status = "/proc/self/status", field = "VmHWM:";
        if (File.Exists(status))
        {
            foreach (var line in File.ReadLines(status))
            {
                if (!line.StartsWith(field, StringComparison.Ordinal)) continue;
                var kilobytes = line[field.Length..].Trim().Split(' ')[0];
                return long.Parse(kilobytes, CultureInfo.InvariantCulture) << 10;
            }
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
