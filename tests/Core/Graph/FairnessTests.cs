using Sluice.Abstractions;
using Sluice.Core.Config;

namespace Sluice.Tests.Graph;

/// <summary>Who gets into batches when there is not room for all. Every call waits until all sources have a frame waiting again.</summary>
public sealed class FairnessTests
{
    private readonly Dictionary<string, SemaphoreSlim> _ticks = [];
    private readonly Dictionary<string, long> _put = [];
    private readonly List<string[]> _batches = [];

    [Theory, InlineData(2), InlineData(4)]
    public async Task Batches_OneSourceFloods_TheOthersAreNeverFarFromTheirTurn(int size)
    {
        const int steps = 80;
        var graph = new TestGraph().Source("flood", Script("flood", 100_000, live: false, ticks: false));
        string[] slow = ["s0", "s1", "s2"];
        foreach (var id in slow) graph.Source(id, Script(id, steps, live: false));
        using var stop = new CancellationTokenSource();
        var stage = new FakeBatchStage(new() { Size = size, MaxDelay = TimeSpan.Zero }, (frames, _, _) => NoteAsync(frames, slow, false, steps, stop));

        await graph.Stage("detect", stage, TestGraph.From("*", OverflowPolicy.Wait, capacity: 4)).RunAsync(stop.Token);

        // Four queues in turn: with room for two a source is at most two batches from its turn, with room for four in every batch.
        // Batches after the stop are made of what is left.
        foreach (var id in slow)
        {
            var turns = _batches.Take(steps - 1).Index().Where(b => b.Item.Contains(id)).Select(static b => b.Index).ToList();
            Assert.All(turns.Zip(turns.Skip(1), static (first, next) => next - first), gap => Assert.InRange(gap, 1, 4 / size));
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(5)]
    public async Task Batches_MoreLiveSourcesThanRoom_AllAreLeftOutEquallyOften(int size)
    {
        const int steps = 120;
        string[] cameras = ["c0", "c1", "c2", "c3", "c4", "c5"];
        var graph = new TestGraph();
        foreach (var id in cameras) graph.Source(id, Script(id, steps, live: true));
        using var stop = new CancellationTokenSource();
        var stage = new FakeBatchStage(new() { Size = size, MaxDelay = TimeSpan.Zero, MaxPerSource = 1 }, (frames, _, _) => NoteAsync(frames, cameras, true, steps, stop));

        await graph.Stage("detect", stage, TestGraph.From("*", OverflowPolicy.DropOldest, capacity: 1)).RunAsync(stop.Token);

        var counts = cameras.Select(id => _batches.Take(steps - 2).Count(b => b.Contains(id))).ToList();
        Assert.InRange(counts.Max() - counts.Min(), 0, 2);
    }

    // A source that gives a frame at each tick, and notes how many it has put.
    private FakeSourceScript Script(string id, int frames, bool live, bool ticks = true)
    {
        _ticks[id] = new(0);
        _put[id] = 0;
        return new()
        {
            Live = live,
            Frames = frames,
            Before = async (at, stop) =>
            {
                lock (_put) _put[id] = at;
                if (!ticks || at == 0) return;
                try
                {
                    await _ticks[id].WaitAsync(stop);
                }
                catch (OperationCanceledException)
                {
                    // The test is over.
                }
            },
        };
    }

    private async ValueTask NoteAsync(IReadOnlyList<Frame> frames, string[] sources, bool live, int steps, CancellationTokenSource stop)
    {
        int calls;
        lock (_batches)
        {
            _batches.Add([.. frames.Select(static f => f.Info.Source)]);
            calls = _batches.Count;
        }

        if (calls == steps - 1) await stop.CancelAsync();
        if (calls >= steps - 1) return;
        foreach (var id in sources) _ticks[id].Release();

        // With a tick a call a source that never waits for room has put one frame more than there were calls; of one that does, a frame
        // waits once it has put more than were taken.
        while (sources.Any(id => live ? Put(id) <= calls : Put(id) <= Taken(id))) await Task.Yield();
        while (!live && Put("flood") <= Taken("flood")) await Task.Yield();
    }

    private int Taken(string id)
    {
        lock (_batches) return _batches.Sum(b => b.Count(source => source == id));
    }

    private long Put(string id)
    {
        lock (_put) return _put.GetValueOrDefault(id);
    }
}
