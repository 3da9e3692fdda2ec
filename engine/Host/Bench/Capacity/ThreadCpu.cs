using System.Globalization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>CPU time of this process by kind of thread, from <c>/proc</c>: the engine names its threads.</summary>
internal sealed class ThreadCpu
{
    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksASecond = 100;
    private const int LongestName = 15;
    private readonly Dictionary<string, (string Group, double Seconds)> _seen = new(StringComparer.Ordinal);

    /// <summary>Reads all threads and children; threads that have ended keep counting.</summary>
    /// <param name="stages">Ids of the stages, whose threads are called after them.</param>
    /// <returns>Seconds by group.</returns>
    public Dictionary<string, double> Read(IEnumerable<string> stages)
    {
        var ids = stages.ToList();
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (Stat(Path.Combine(task, "stat")) is not { } stat) continue;
            _seen[task] = (GroupOf(stat.Name, ids), stat.Seconds);
            foreach (var child in Children(task))
                if (Stat($"/proc/{child}/stat") is { } process) _seen[$"child {child}"] = ("children", process.Seconds);
        }

        var groups = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (group, seconds) in _seen.Values) groups[group] = groups.GetValueOrDefault(group) + seconds;
        return groups;
    }

    private static string GroupOf(string name, List<string> stages)
    {
        if (name.StartsWith("read ", StringComparison.Ordinal)) return "read";
        if (name.StartsWith("decode ", StringComparison.Ordinal)) return "decode";
        if (name.StartsWith(".NET Tiered", StringComparison.Ordinal)) return "jit";
        if (name.StartsWith(".NET TP", StringComparison.Ordinal)) return "pool";

        // Names are cut; a stage's threads are called by its id, with or without a number behind it.
        foreach (var id in stages)
            if (name == Cut(id) || (name.StartsWith(Cut(id + " "), StringComparison.Ordinal))) return id;
        return "other";
    }

    private static string Cut(string name) => name.Length > LongestName ? name[..LongestName] : name;

    private static string[] Children(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static (string Name, double Seconds)? Stat(string path)
    {
        try
        {
            // The name is in brackets and may hold anything, brackets too.
            var text = File.ReadAllText(path);
            var (open, close) = (text.IndexOf('(', StringComparison.Ordinal), text.LastIndexOf(')'));
            var fields = text[(close + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return (text[(open + 1)..close], ticks / TicksASecond);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }
}
