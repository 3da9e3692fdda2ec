using System.Globalization;
using Sluice.Abstractions;
using Xunit.Abstractions;

namespace Sluice.Tests.Graph;

/// <summary>Sources that come and go for long, while no other test allocates. <c>SLUICE_SOAK=10000</c> makes it longer.</summary>
[Collection(nameof(Alone))]
public sealed class LiveSourceSoakTests(ITestOutputHelper output)
{
    internal static int Cycles => int.TryParse(Environment.GetEnvironmentVariable("SLUICE_SOAK"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 2000;

    [Fact]
    public async Task AddAndRemove_ManyTimes_AddsUpAndLeavesNothing()
    {
        var steady = new FakeSourceScript { Frames = int.MaxValue, Before = static async (_, _) => await Task.Delay(1, CancellationToken.None) };
        var graph = new TestGraph { Stays = true }
            .Source("steady", steady)
            .Stage("work", new CountingStage(), parallel: true, TestGraph.From("*"))
            .Stage("batch", new CountingBatchStage(), TestGraph.From("work"))
            .Stage("last", new CountingStage(), TestGraph.From("batch"), TestGraph.From("work"));
        await using var live = new LiveGraph(graph);
        await live.StartAsync();
        long arrived = 0, managed = 0;
        int warm = Cycles / 4, handles = 0;
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            if (cycle == warm) (managed, handles) = (GC.GetTotalMemory(forceFullCollection: true), Handles());

            // Most end by themselves, some are told to; some ids are used again at once, some never.
            var id = cycle % 3 == 0 ? "again" : $"source{cycle}";
            var script = new FakeSourceScript { Frames = cycle % 4 == 0 ? int.MaxValue : cycle % 7, Live = cycle % 2 == 0, Before = static async (i, _) => { if (i % 3 == 2) await Task.Yield(); } };
            live.Engine.AddSource(graph.Later(id, script));
            if (script.Frames == int.MaxValue) await LiveGraph.UntilAsync(() => live.Of(id).Arrived > 3);
            var account = await live.Engine.RemoveSourceAsync(id);
            graph.Forget(id);
            arrived += account.Arrived;
            Assert.Equal(account.Arrived, account.Outcomes.Values.Sum());
            Assert.Equal(0, script.Pictures);
        }

        var (managedAfter, handlesAfter) = (GC.GetTotalMemory(forceFullCollection: true), Handles());
        var removed = live.Engine.Snapshot().Removed;
        Assert.Equal((Cycles, arrived), (removed.Count, removed.Arrived));
        Assert.Single(live.Engine.Snapshot().Sources);
        output.WriteLine($"{Cycles} cycles: objects {managed / 1048576.0:0.0} to {managedAfter / 1048576.0:0.0} MiB from cycle {warm} on, open files {handles} to {handlesAfter}");
        Assert.True(managedAfter - managed < 4 << 20, $"{(managedAfter - managed) / 1048576.0:0.0} MiB of objects more after {Cycles - warm} cycles");
        Assert.True(handlesAfter - handles < 64, $"{handlesAfter - handles} open files more");
        await live.StopAsync();

        static int Handles() => Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0;
    }

    // Keeps no list of what it saw.
    private sealed class CountingStage : IFrameStage
    {
        public async ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            if (frame.Info.Index % 5 == 0) await Task.Yield();
            await output.EmitAsync(frame.Share(), stop);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class CountingBatchStage : IBatchStage
    {
        public BatchOptions Batch { get; } = new() { Size = 4, MaxDelay = TimeSpan.FromMilliseconds(1) };

        public int Runs => 2;

        public bool OverlapsSource => false;

        public async ValueTask ProcessAsync(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop)
        {
            foreach (var frame in frames) await output.EmitAsync(frame.Share(), stop);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
