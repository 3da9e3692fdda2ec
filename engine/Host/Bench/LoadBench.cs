using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>Loads a model, runs it once and lets it go, again and again: memory must not grow with the number of times.</summary>
internal sealed class LoadBench(GraphConfig graph, int times)
{
    /// <summary>Measures and prints.</summary>
    public void Run(bool json, CancellationToken stop)
    {
        var resident = new List<long>();
        for (var i = 0; i < times; i++)
        {
            LoadOnce(stop);
            // What waits for a finalizer is not leaked; what stays after it is.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            resident.Add(ResidentBytes());
            if (!json && (i + 1) % Math.Max(1, times / 10) == 0)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1} loads: {resident[^1] / 1048576.0:0.0} MiB resident"));
        }

        // The first quarter fills pools and heaps that stay.
        var settled = resident[times / 4];
        var growth = resident[^1] - settled;
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["loads"] = times,
                ["settled_bytes"] = settled,
                ["end_bytes"] = resident[^1],
                ["growth_bytes"] = growth,
            }));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumn("after").AddColumn(new TableColumn("resident").RightAligned());
        foreach (var at in new[] { 1, (times / 4) + 1, (times / 2) + 1, times }.Distinct())
            table.AddRow(new Text($"{at} load{(at == 1 ? "" : "s")}"), new Text(string.Create(CultureInfo.InvariantCulture, $"{resident[at - 1] / 1048576.0:0.0} MiB")));
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{growth / 1048576.0:+0.0;-0.0;0.0} MiB over the last three quarters of {times} loads"));
    }

    private void LoadOnce(CancellationToken stop)
    {
        using var registry = ModelOpener.Registry(graph);
        var model = registry.Get(ModelOpener.Id, 1, stop);
        using var run = new DetectionRun(model, 1);
        using var frame = new Frame(
            new FrameInfo { Source = "none", Id = Guid.Empty, Index = 0, CapturedAt = DateTimeOffset.UnixEpoch, ArrivedTimestamp = 0 },
            new HostPicture(640, 360, PixelFormat.Yuv420P));
        run.Detect([frame], new ImmutableArray<Detection>[1], stop);
    }

    private static long ResidentBytes() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
