using System.Globalization;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>What this process holds, as Linux tells it.</summary>
internal static class ProcessState
{
    /// <summary>Names of the threads, as far as the kernel keeps them: 15 letters.</summary>
    public static IEnumerable<string> ThreadNames()
    {
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            string name;
            try
            {
                name = File.ReadAllText(Path.Combine(thread, "comm")).Trim();
            }
            catch (IOException)
            {
                // It ended meanwhile.
                continue;
            }

            yield return name;
        }
    }

    /// <summary>Open file handles.</summary>
    public static int Handles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    /// <summary>Threads.</summary>
    public static int Threads() => Directory.EnumerateDirectories("/proc/self/task").Count();

    /// <summary>Memory that is resident, after a collection.</summary>
    public static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var pages = File.ReadAllText("/proc/self/statm").Split(' ')[1];
        return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    /// <summary>TCP connections of this machine that are open to one of these ports, as text.</summary>
    public static IEnumerable<string> SocketsTo(IReadOnlyCollection<int> ports)
    {
        const string established = "01";
        foreach (var line in File.ReadLines("/proc/self/net/tcp").Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var port = int.Parse(fields[2].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (fields[3] == established && ports.Contains(port)) yield return line;
        }
    }
}
