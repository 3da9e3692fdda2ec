using System.Globalization;

namespace Sluice.Core.Telemetry;

/// <summary>CPU time of everything that runs on this machine since it was started, from <c>/proc/stat</c>.</summary>
/// <param name="Cores">Processors it has, whether this process may use them or not.</param>
/// <param name="Busy">Time over all of them; what its host gave to others counts as spent.</param>
/// <param name="Stolen">Of that, what its host gave to others: nothing outside a virtual machine.</param>
internal readonly record struct MachineCpu(int Cores, TimeSpan Busy, TimeSpan Stolen)
{
    private const double TicksASecond = 100;
    private const int StolenField = 8;

    // user, nice, system, idle, iowait, irq, softirq, steal: all but the two that do nothing.
    private static readonly int[] BusyFields = [1, 2, 3, 6, 7, StolenField];

    /// <summary>Reads it.</summary>
    /// <returns>Null where the system does not say.</returns>
    public static MachineCpu? Read()
    {
        try
        {
            return Parse(File.ReadLines("/proc/stat"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads the kernel's text: a line of all processors, and one of each.</summary>
    internal static MachineCpu? Parse(IEnumerable<string> lines)
    {
        var processors = lines.TakeWhile(static line => line.StartsWith("cpu", StringComparison.Ordinal)).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return processors is [var all, ..] ? new(processors.Count - 1, Sum(all, BusyFields), Sum(all, [StolenField])) : null;
    }

    private static TimeSpan Sum(string[] fields, int[] which)
        => TimeSpan.FromSeconds(which.Where(i => i < fields.Length).Sum(i => long.Parse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture)) / TicksASecond);
}
