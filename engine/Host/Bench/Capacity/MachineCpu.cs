using System.Globalization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>CPU time of everything that runs on this machine, from <c>/proc/stat</c>.</summary>
internal static class MachineCpu
{
    private const double TicksASecond = 100;

    // user, nice, system, idle, iowait, irq, softirq, steal: all but the two that do nothing.
    private static readonly int[] Busy = [1, 2, 3, 6, 7, 8];

    /// <summary>Seconds over all cores since it was started; time that its host gave to others counts as spent.</summary>
    public static double Seconds()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Busy.Where(i => i < fields.Length).Sum(i => long.Parse(fields[i], CultureInfo.InvariantCulture)) / TicksASecond;
    }
}
