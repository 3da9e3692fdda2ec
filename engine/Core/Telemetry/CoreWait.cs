using System.Globalization;

namespace Sluice.Core.Telemetry;

/// <summary>How long threads of this process were ready to run while every core had something else to do, from <c>/proc</c>: what other
/// programs take from it, and what its own threads take from each other. Not thread-safe.</summary>
internal sealed class CoreWait
{
    private Dictionary<string, double> _running = new(StringComparer.Ordinal), _next = new(StringComparer.Ordinal);
    private double _ended;

    /// <summary>Seconds over all threads since they began; those that have ended keep counting. 0 where the system does not say.</summary>
    public double Seconds()
    {
        try
        {
            foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
                if (Waited(task) is { } waited) _next[task] = waited;
        }
        catch (IOException)
        {
            // There is no such folder.
        }

        // A number that counts less than before is another thread's: numbers are given again.
        foreach (var (task, waited) in _running)
            if (!_next.TryGetValue(task, out var now) || now < waited) _ended += waited;
        (_running, _next) = (_next, _running);
        _next.Clear();
        return _ended + _running.Values.Sum();
    }

    private static double? Waited(string task)
    {
        try
        {
            // Nanoseconds on a core, nanoseconds in line for one, turns.
            var fields = File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ');
            return fields.Length > 1 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var waited) ? waited / 1e9 : null;
        }
        catch (IOException)
        {
            // It ended meanwhile, or the system keeps no such figures.
            return null;
        }
    }
}
