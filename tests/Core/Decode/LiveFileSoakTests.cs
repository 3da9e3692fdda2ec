using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Scene;
using Sluice.Core.Stages.Decode;
using Sluice.Tests.Graph;
using Xunit.Abstractions;

namespace Sluice.Core.Tests.Decode;

/// <summary>Real files opened, decoded and removed again for long. <c>SLUICE_SOAK=10000</c> makes it longer.</summary>
[Collection(nameof(Alone))]
public sealed class LiveFileSoakTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-soak");

    [Fact]
    public async Task AddAndRemove_RealFilesManyTimes_LeavesMemoryThreadsAndFilesFlat()
    {
        var clip = Path.Combine(_folder.FullName, "clip.mp4");
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(0.4) }, clip);
        var config = new GraphConfig
        {
            File = "test.yaml",
            BaseDirectory = _folder.FullName,
            Stages = [new() { Id = "last", Factory = new FakeFactory(_ => new Sink()), Options = new NoOptions(), From = [TestGraph.From("*")] }],
        };
        await using var engine = new Engine(config, new()
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new NoServices(),
            Sources = new SourceFactory(new SceneCache(_folder.FullName)).Create,
            Stays = true,
        });
        using var stop = new CancellationTokenSource();
        var run = engine.RunAsync(stop.Token);
        await LiveGraph.UntilAsync(() => engine.State == EngineState.Running);
        var cycles = LiveSourceSoakTests.Cycles;
        Usage before = default, between = default;
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            if (cycle == cycles / 3) before = Usage.Now();
            if (cycle == cycles * 2 / 3) between = Usage.Now();
            var id = $"source{cycle % 50}";
            engine.AddSource(new() { Id = id, Uri = clip, Location = clip, Loop = LoopCount.Endless });
            if (cycle % 2 == 0) await LiveGraph.UntilAsync(() => engine.Snapshot().Sources.Single().Arrived > 0);
            var account = await engine.RemoveSourceAsync(id);
            Assert.Equal(account.Arrived, account.Outcomes.Values.Sum());
            Assert.Null(account.Status.LastError);
        }

        var after = Usage.Now();
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(60));

        output.WriteLine($"{cycles} cycles: {before} to {after} from cycle {cycles / 3} on");
        Assert.Equal((cycles, 0L), (engine.Snapshot().Removed.Count, engine.Budget.Outstanding));

        // What other tests left behind may go to the system, or come back, once. A leak grows in both halves.
        var native = Math.Min(after.Native - between.Native, between.Native - before.Native);
        Assert.True(native < 12 << 20, $"{native / 1048576.0:0.0} MiB of native memory more in each half");
        Assert.True(after.Managed - before.Managed < 4 << 20, $"{(after.Managed - before.Managed) / 1048576.0:0.0} MiB of objects more");
        Assert.True(after.Threads - before.Threads < 16, $"{after.Threads - before.Threads} threads more");
        Assert.True(after.Files - before.Files < 32, $"{after.Files - before.Files} open files more");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private readonly record struct Usage(long Managed, long Native, int Threads, int Files)
    {
        public static Usage Now()
        {
            var managed = GC.GetTotalMemory(forceFullCollection: true);
            using var process = Process.GetCurrentProcess();
            var native = process.WorkingSet64 - GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
            return new(managed, native, process.Threads.Count, Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0);
        }
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
