using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;

namespace Sluice.Host.Bench;

/// <summary>One engine with many cameras that send little, and nothing behind them but a stage that lets every frame go.</summary>
/// <param name="urls">The cameras; opened in turn.</param>
/// <param name="count">How many sources.</param>
/// <param name="settle">How long all run before they are measured.</param>
/// <param name="isGated">Whether they are gated by activity.</param>
internal sealed class SourcesRun(string[] urls, int count, TimeSpan settle, bool isGated)
{
    private const long ReaderStackBytes = 256 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4), Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs it until every source gives frames, or patience ends, and measures this process.</summary>
    public async Task<SourcesReading> MeasureAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var engine = new Engine(Graph(), new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new NoServices(),
            Sources = new SourceFactory(SceneFolder.Cache()).Create,
        });
        var running = count > 0 ? engine.RunAsync(end.Token) : Task.CompletedTask;
        var started = TimeProvider.System.GetTimestamp();
        while (Running(engine) < count && TimeProvider.System.GetElapsedTime(started) < Patience) await Task.Delay(Look, stop);
        var (cpu, settling) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        await Task.Delay(settle, stop);
        var percent = 100 * (Environment.CpuUsage.TotalTime - cpu) / TimeProvider.System.GetElapsedTime(settling);
        var reading = Read(engine, percent);
        await end.CancelAsync();
        await running;
        return reading;
    }

    private SourcesReading Read(Engine engine, double percent)
    {
        // What only waits to be collected is nobody's cost.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var memory = ProcessMemory.Read(ReaderStackBytes);
        return new(count, Running(engine), memory.ResidentBytes, engine.Budget.Outstanding, GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes,
            memory.StackBytes, memory.NativeBytes, Directory.EnumerateDirectories("/proc/self/task").Count(), Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(),
            Math.Round(percent, 1), engine.Snapshot().Sources.FirstOrDefault(static source => source.Status.State != SourceState.Running)?.Status.LastError);
    }

    // A camera that sends a frame in several seconds counts as stalled between two of them, and is no less open.
    private static int Running(Engine engine)
        => engine.Snapshot().Sources.Count(static source => source.Status.State is SourceState.Running or SourceState.Stalled && source.Arrived > 0);

    private GraphConfig Graph() => new()
    {
        File = "sources.yaml",
        BaseDirectory = Environment.CurrentDirectory,
        Sources = [.. Enumerable.Range(0, count).Select(Config)],
        Stages = [new StageConfig { Id = "end", Factory = new EndFactory(), Options = new EndOptions(), From = [new LinkConfig { Stage = LinkConfig.AllSources }] }],
    };

    private SourceConfig Config(int number)
    {
        var url = urls[number % urls.Length];
        return new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"camera{number}"),
            Uri = url,
            Location = url,
            Kind = url.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? SourceKind.Http : SourceKind.Rtsp,
            Timeout = TimeSpan.FromSeconds(30),
            Gate = isGated ? new() : null,
        };
    }

    private sealed record EndOptions;

    private sealed class EndFactory : StageFactory<EndOptions>
    {
        public override string Use => "end";

        public override string Summary => "Lets every frame go.";

        protected override IStage Create(StageContext context, EndOptions options) => new EndStage();
    }

    private sealed class EndStage : IFrameStage
    {
        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
