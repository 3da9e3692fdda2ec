using System.Globalization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>How long threads of this process were ready to run while every core had something else to do, from <c>/proc</c>: what other
/// programs take from it, and what its own threads take from each other.</summary>
internal sealed class CoreWait
{
    private readonly Dictionary<string, double> _seen = new(StringComparer.Ordinal);

    /// <summary>Seconds over all threads since they began; those that have ended keep counting. 0 where the system does not say.</summary>
    public double Seconds()
    {
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                // Nanoseconds on a core, nanoseconds in line for one, turns.
                var fields = File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ');
                if (fields.Length > 1 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var waited)) _seen[task] = waited / 1e9;
            }
            catch (IOException)
            {
                // It ended meanwhile, or the system keeps no such figures.
            }
        }

        return _seen.Values.Sum();
    }
}
