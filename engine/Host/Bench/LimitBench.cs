using System.Globalization;
using System.Text.Json;
using Sluice.Core.Config;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>
/// How near the engine comes to the bare loop: both do the same clip with the same model in turn, so that a noisy machine hits both; once
/// for each number of sources that read it.
/// </summary>
/// <param name="graphs">The graph for each number of sources; they differ in nothing else.</param>
/// <param name="rounds">Rounds of each, after one to warm up.</param>
internal sealed class LimitBench(IReadOnlyList<GraphConfig> graphs, int rounds)
{
    private readonly string _video = graphs[0].Sources[0].Location;

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(bool json, CancellationToken stop)
    {
        using var registry = ModelOpener.Registry(graphs[0]);
        var model = new EngineRun(graphs[0], registry).Load(stop);
        using var bare = new BareLoop(model);
        var results = new List<LimitResult>();
        var isWarm = false;
        foreach (var graph in graphs)
        {
            var copies = graph.Sources.Length;
            var result = new LimitResult(copies);
            var engine = new EngineRun(graph, registry);
            await Console.Error.WriteLineAsync($"{copies} {(copies == 1 ? "source" : "sources")}: {rounds} {(rounds == 1 ? "round" : "rounds")} of each{(isWarm ? "" : ", after one to warm up")} ...");
            for (var round = isWarm ? 1 : 0; round <= rounds; round++)
            {
                var decode = Reading.Of(() => bare.Read(_video, copies, decodeOnly: true, stop));
                var run = Reading.Of(() => bare.Run(decode.Frames, stop));
                var loop = Reading.Of(() => bare.Read(_video, copies, decodeOnly: false, stop));
                var whole = await Reading.OfAsync(() => engine.RunAsync(stop));

                // The first round compiles and fills caches.
                if (round == 0) continue;
                result.Add(decode, run, loop, whole, engine.Stages);
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"  round {round}: bare {loop.CpuMs:0.00} ms, engine {whole.CpuMs:0.00} ms CPU a frame; {loop.Fps:0} and {whole.Fps:0} fps"));
            }

            isWarm = true;
            results.Add(result);
        }

        if (json) Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object> { ["runs"] = results.Select(static r => r.Json()).ToList() }));
        else foreach (var result in results) AnsiConsole.Write(result.Table());
    }
}
