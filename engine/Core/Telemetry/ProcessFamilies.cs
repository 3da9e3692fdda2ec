using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of the process and of the disk it writes to. What the system does not tell is left out.</summary>
internal static class ProcessFamilies
{
    private static readonly Lazy<double> StartedAt = new(static () =>
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    });

    public static ImmutableArray<Metric> All { get; } =
    [
        Counter("sluice_process_cpu_seconds_total", "s", "CPU time of all threads.", ["mode"], static (_, to) =>
        {
            var usage = Environment.CpuUsage;
            to.Add(usage.UserTime.TotalSeconds, "user");
            to.Add(usage.PrivilegedTime.TotalSeconds, "system");
        }),
        Gauge("sluice_process_cores", "{core}", "Cores the process may use.", [], static (_, to) => to.Add(Environment.ProcessorCount)),
        Gauge("sluice_process_resident_memory_bytes", "By", "Memory resident.", [], static (_, to) => to.Add(Environment.WorkingSet)),
        Gauge("sluice_process_open_fds", "{file}", "File handles in use.", [], static (_, to) => Count("/proc/self/fd", to)),
        Gauge("sluice_process_threads", "{thread}", "Threads.", [], static (_, to) => Count("/proc/self/task", to)),
        Gauge("sluice_process_start_time_seconds", "s", "When the process began, in Unix time.", [], static (_, to) => to.Add(StartedAt.Value)),
        Gauge("sluice_process_managed_heap_bytes", "By", "Managed memory in use after the last collection.", [], static (_, to) => to.Add(GC.GetGCMemoryInfo().HeapSizeBytes)),
        Counter("sluice_process_managed_allocated_bytes_total", "By", "Managed memory allocated.", [], static (_, to) => to.Add(GC.GetTotalAllocatedBytes())),
        Counter("sluice_process_collections_total", "{collection}", "Garbage collections.", ["generation"], static (_, to) =>
        {
            for (var generation = 0; generation <= GC.MaxGeneration; generation++)
                to.Add(GC.CollectionCount(generation), generation.ToString(CultureInfo.InvariantCulture));
        }),
        Counter("sluice_process_collection_pause_seconds_total", "s", "Time all managed threads stood still for collections.", [],
            static (_, to) => to.Add(GC.GetTotalPauseDuration().TotalSeconds)),
        Gauge("sluice_process_pool_queue_length", "{item}", "Work that waits for a pool thread.", [], static (_, to) => to.Add(ThreadPool.PendingWorkItemCount)),
        OfDisk("sluice_disk_free_bytes", "Bytes free on the disk that holds the graph's folder, for users that are not root.", static disk => disk.AvailableFreeSpace),
        OfDisk("sluice_disk_size_bytes", "Size of the disk that holds the graph's folder.", static disk => disk.TotalSize),
    ];

    private static void Count(string folder, IMetricSamples to)
    {
        if (Directory.Exists(folder)) to.Add(Directory.EnumerateFileSystemEntries(folder).Count());
    }

    private static Metric OfDisk(string name, string help, Func<DriveInfo, long> value) => Gauge(name, "By", help, ["path"], (s, to) =>
    {
        if (s.Directory.Length == 0) return;
        try
        {
            to.Add(value(new(s.Directory)), s.Directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A folder that went away has no disk to speak of.
        }
    });
}
