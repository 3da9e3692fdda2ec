using System.Runtime;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;
using Sluice.Host.Output;

namespace Sluice.Host.Bench.Capacity;

/// <summary>One trial, in the process made for it: runs the graph over its cameras and prints a reading a second, as a line of JSON.</summary>
/// <param name="spec">What to do.</param>
/// <param name="input">What the spec came from: its end tells the trial to end.</param>
internal sealed class TrialRun(TrialSpec spec, TextReader input)
{
    // Longest wait for the compiler, in warm-ups.
    private const double MostWarmUps = 3;

    // Compiling for less than this part of some seconds in a row is nearly none.
    private const double QuietShare = 0.03;
    private const int QuietLooks = 3, ReadingsToCompile = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3), Second = TimeSpan.FromSeconds(1), Look = TimeSpan.FromMilliseconds(100);

    private readonly SpeedProbes _probes = new();

    /// <summary>Runs it to the end of its window, or until standard input ends.</summary>
    public async Task RunAsync()
    {
        using var told = new CancellationTokenSource();
        _ = EndOfInputAsync(told);
        var catalog = TrialCatalog.Of(spec.Graph, spec.Sets);
        var graph = TrialGraph.Of(GraphLoader.Load(spec.Graph, catalog, new() { Sets = spec.Sets, MayHaveNoSources = true }), spec);
        using var log = new ConsoleLog(LogLevel.Warning, TimeProvider.System);
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(log).SetMinimumLevel(LogLevel.Warning));
        NativeLogs.Forward(loggers);
        using var models = new ModelRegistry(graph.Models, graph.BaseDirectory);
        await using var engine = new Engine(graph, new EngineServices
        {
            Loggers = loggers,
            Stages = new RunServices(models, TuningFolder.Store()),
            Sources = MakeSource,
        });
        var running = engine.RunAsync(told.Token);
        if (await StartAsync(engine, running, told.Token)) await MeasureAsync(engine, running, told.Token);
        await told.CancelAsync();
        await running;
    }

    private VideoSource MakeSource(SourceConfig config, SourceSetup setup)
    {
        var number = Array.FindIndex(spec.Cameras, camera => camera.Id == config.Id);
        var camera = spec.Cameras[number];
        var isNetwork = SourceUri.IsCamera(config.Kind);
        return new VideoSource(config, setup, () => [new(camera.Uri, null, null)], isNetwork)
        {
            Camera = new(TimeSpan.FromSeconds(camera.PhaseSeconds), TimeSpan.FromSeconds(spec.JitterSeconds), camera.Seed),
        };
    }

    /// <summary>Waits until every camera has sent, and then through the warm-up.</summary>
    private async Task<bool> StartAsync(Engine engine, Task running, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!engine.Snapshot().Sources.All(static source => source.Arrived > 0))
        {
            if (running.IsCompleted || stop.IsCancellationRequested || TimeProvider.System.GetElapsedTime(started) > Patience) return false;
            await Task.WhenAny(running, Task.Delay(Look, CancellationToken.None));
        }

        // Phases are part of it: the last camera has been sending for a while when the window opens.
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(spec.WarmUpSeconds), stop));
        await CompileAsync(engine, running, stop);
        return !running.IsCompleted && !stop.IsCancellationRequested;
    }

    /// <summary>Waits until the runtime has compiled again what turned out to be called often: a program that runs for days never pays for it.</summary>
    private async Task CompileAsync(Engine engine, Task running, CancellationToken stop)
    {
        // The readings' own code too: it is called too rarely to be through with it otherwise.
        using var meter = new TrialMeter(engine, _probes, spec.WatchesLocks);
        for (var i = 0; i < ReadingsToCompile; i++) JsonSerializer.Serialize(meter.Read(), TrialSpec.Form);
        var started = TimeProvider.System.GetTimestamp();
        var quiet = 0;
        var before = JitInfo.GetCompilationTime();
        while (quiet < QuietLooks && !running.IsCompleted && !stop.IsCancellationRequested && TimeProvider.System.GetElapsedTime(started).TotalSeconds < MostWarmUps * spec.WarmUpSeconds)
        {
            await Task.WhenAny(running, Task.Delay(Second, stop));
            var now = JitInfo.GetCompilationTime();
            quiet = now - before < QuietShare * Second ? quiet + 1 : 0;
            before = now;
        }
    }

    private async Task MeasureAsync(Engine engine, Task running, CancellationToken stop)
    {
        using var meter = new TrialMeter(engine, _probes, spec.WatchesLocks);
        while (meter.Elapsed < spec.WindowSeconds && !running.IsCompleted)
        {
            try
            {
                await Task.Delay(Second, stop);
            }
            catch (OperationCanceledException)
            {
                // What was measured so far counts.
                return;
            }

            Console.WriteLine(JsonSerializer.Serialize(meter.Read(), TrialSpec.Form));
        }
    }

    private async Task EndOfInputAsync(CancellationTokenSource told)
    {
        while (await input.ReadLineAsync() != null)
        {
            // Only its end says something.
        }

        await told.CancelAsync();
    }
}
