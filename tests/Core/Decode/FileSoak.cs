using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Scene;
using Sluice.Core.Stages.Decode;
using Sluice.Tests.Graph;

namespace Sluice.Core.Tests.Decode;

/// <summary>Opens a real file, decodes it and removes it again for long, alone in its process.</summary>
/// <param name="folder">Where its clip is made.</param>
internal sealed class FileSoak(string folder)
{
    /// <summary>How often it is looked at what the process has.</summary>
    public const int Readings = 4;

    /// <summary>Runs, and writes <see cref="Readings"/> lines of <see cref="Usage"/>, the first half way through and the last at the end.</summary>
    /// <exception cref="InvalidOperationException">An account did not add up, or a source failed.</exception>
    public async Task RunAsync(int cycles, TextWriter output)
    {
        var clip = Path.Combine(folder, "clip.mp4");
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(0.4) }, clip);
        var config = new GraphConfig
        {
            File = "test.yaml",
            BaseDirectory = folder,
            Stages = [new() { Id = "last", Factory = new FakeFactory(_ => new Sink()), Options = new NoOptions(), From = [TestGraph.From("*")] }],
        };
        await using var engine = new Engine(config, new()
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new NoServices(),
            Sources = new SourceFactory(new SceneCache(folder)).Create,
            Stays = true,
        });
        using var stop = new CancellationTokenSource();
        var run = engine.RunAsync(stop.Token);
        await LiveGraph.UntilAsync(() => engine.State == EngineState.Running);
        var (dueAt, read) = (cycles / 2, 0);
        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            var id = $"source{cycle % 50}";
            engine.AddSource(new() { Id = id, Uri = clip, Location = clip, Loop = LoopCount.Endless });
            if (cycle % 2 == 0) await LiveGraph.UntilAsync(() => engine.Snapshot().Sources.Single().Arrived > 0);
            var account = await engine.RemoveSourceAsync(id);
            if (account.Arrived != account.Outcomes.Values.Sum() || account.Status.LastError != null)
                throw new InvalidOperationException($"cycle {cycle}: {account.Arrived} frames arrived, {account.Outcomes.Values.Sum()} ended, {account.Status}");
            if (cycle == dueAt)
            {
                await output.WriteLineAsync(Usage.Now().ToString());
                dueAt = (cycles / 2) + (cycles * ++read / (2 * (Readings - 1)));
            }
        }

        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(60));
        if (engine.Snapshot().Removed.Count != cycles || engine.Budget.Outstanding != 0)
            throw new InvalidOperationException($"{engine.Snapshot().Removed.Count} sources were removed, {engine.Budget.Outstanding} bytes are outstanding");
    }

    /// <summary>What a process has.</summary>
    /// <param name="Managed">Bytes of objects.</param>
    /// <param name="Native">Resident bytes besides the collector's.</param>
    /// <param name="Threads">Threads.</param>
    /// <param name="Files">Open files.</param>
    internal readonly record struct Usage(long Managed, long Native, int Threads, int Files)
    {
        public static Usage Now()
        {
            var managed = GC.GetTotalMemory(forceFullCollection: true);
            using var process = Process.GetCurrentProcess();
            var native = process.WorkingSet64 - GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
            return new(managed, native, process.Threads.Count, Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0);
        }

        public static Usage Parse(string line)
        {
            var numbers = line.Split(' ').Select(static text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            return new(numbers[0], numbers[1], (int)numbers[2], (int)numbers[3]);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Managed} {Native} {Threads} {Files}");
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    private sealed class Sink : IFrameStage
    {
        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
