using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;
using Sluice.Host.Output;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>How near the engine comes to the bare loop: both do the same clip with the same model in turn, so that a noisy machine hits both.</summary>
internal sealed class LimitBench(GraphConfig graph, int rounds)
{
    private readonly string _video = graph.Sources[0].Location;

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(bool json, CancellationToken stop)
    {
        using var registry = ModelOpener.Registry(graph);
        var model = registry.Get(ModelOpener.Id, 1, stop);
        using var bare = new BareLoop(model);
        List<double> decode = [], loop = [], engine = [], bytes = [];
        var frames = 0;
        ProcessUsage? last = null;
        await Console.Error.WriteLineAsync($"{rounds} rounds of each after one to warm up ...");
        for (var round = 0; round <= rounds; round++)
        {
            // The first round compiles and fills caches.
            var keep = round > 0;
            Add(decode, keep, Measure(() => bare.Run(_video, decodeOnly: true, stop)).PerFrame);
            Add(loop, keep, Measure(() => bare.Run(_video, decodeOnly: false, stop)).PerFrame);
            var begun = ProcessUsage.Begin(TimeProvider.System);
            frames = await RunEngineAsync(registry, stop);
            last = begun();
            Add(engine, keep, last.Cpu.TotalMilliseconds / frames);
            Add(bytes, keep, (double)last.AllocatedBytes / frames);
            if (keep) await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round}: bare {loop[^1]:0.00} ms, engine {engine[^1]:0.00} ms CPU a frame"));
        }

        var ratios = loop.Zip(engine, static (b, e) => e / b).ToList();
        Print(json, frames, decode, loop, engine, ratios, bytes);
    }

    private static void Add(List<double> to, bool keep, double value)
    {
        if (keep) to.Add(value);
    }

    private static (int Frames, double PerFrame) Measure(Func<int> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var frames = work();
        return (frames, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / frames);
    }

    private async Task<int> RunEngineAsync(ModelRegistry registry, CancellationToken stop)
    {
        await using var engine = new Engine(graph, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new RunServices(registry, TuningFolder.Store()),
            Sources = new SourceFactory(SceneFolder.Cache()).Create,
        });
        await engine.RunAsync(stop);
        stop.ThrowIfCancellationRequested();
        return (int)engine.Snapshot().Sources[0].Arrived;
    }

    private static void Print(bool json, int frames, List<double> decode, List<double> loop, List<double> engine, List<double> ratios, List<double> bytes)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["frames"] = frames,
                ["decode_ms"] = Median(decode),
                ["bare_ms"] = Median(loop),
                ["engine_ms"] = Median(engine),
                ["ratio"] = Median(ratios),
                ["ratios"] = ratios,
                ["allocated_bytes_per_frame"] = Median(bytes),
            }));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumn("CPU ms a frame");
        foreach (var name in new[] { "median", "least", "most" }) table.AddColumn(new TableColumn(name).RightAligned());
        Row(table, "bare decode", decode, "0.00");
        Row(table, "bare loop: decode, scale, run", loop, "0.00");
        Row(table, "engine: source, detect, boxes", engine, "0.00");
        Row(table, "ratio engine / bare loop, round by round", ratios, "0.000");
        Row(table, "managed bytes a frame, engine", bytes, "0");
        AnsiConsole.Write(table);
        Console.WriteLine($"{frames} frames a round, {engine.Count} rounds");
    }

    private static void Row(Table table, string name, List<double> values, string format)
        => table.AddRow(new Text(name), new Text(Median(values).ToString(format, CultureInfo.InvariantCulture)),
            new Text(values.Min().ToString(format, CultureInfo.InvariantCulture)), new Text(values.Max().ToString(format, CultureInfo.InvariantCulture)));

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }
}
