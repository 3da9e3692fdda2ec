using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

/// <summary>A graph drawn by a seed: its shape, policies, faults, and the moment it is stopped, if it is.</summary>
internal sealed class RandomGraph : IDisposable
{
    private readonly Random _random;
    private readonly CancellationTokenSource _stop = new();
    private readonly TestGraph _graph;
    private readonly int _stopAfter;
    private readonly List<string> _faults = [];

    // Givers whose frames of a source come in order: sources, and what has one giver that does.
    private readonly HashSet<string> _ordered = [];
    private int _calls;

    public RandomGraph(int seed)
    {
        _random = new(seed);
        _stopAfter = _random.Next(3) == 0 ? _random.Next(1, 200) : int.MaxValue;
        _graph = new()
        {
            Settings = new()
            {
                Drain = _random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(20),
                Memory = new(_random.Next(2) == 0 ? 1 << 20 : _random.Next(1, 64 * 20)),
            },
        };
        var givers = new List<string>();
        for (int i = 0, n = _random.Next(1, 5); i < n; i++) givers.Add(AddSource($"source{i}"));
        var holds = _graph.Settings.Memory.Bytes == 1 << 20;
        for (int i = 0, n = _random.Next(1, 7); i < n; i++) givers.Add(AddStage($"stage{i}", givers, holds));
    }

    public async Task<EngineSnapshot> RunAsync()
    {
        var snapshot = await _graph.RunAsync(_stop.Token);
        Assert.Empty(_faults);
        return snapshot;
    }

    public void Dispose() => _stop.Dispose();

    private string AddSource(string id)
    {
        var seed = _random.Next();
        var frames = _random.Next(0, 60);
        _graph.Source(id, new()
        {
            Frames = frames,
            Live = _random.Next(2) == 0,
            Fault = _random.Next(4) == 0 ? _random.Next(frames + 1) : -1,
            Before = async (i, _) =>
            {
                if ((seed >> (i % 30) & 3) == 0) await Task.Yield();
            },
        });
        _ordered.Add(id);
        return id;
    }

    private string AddStage(string id, List<string> givers, bool holds)
    {
        LinkConfig[] from = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => givers[_random.Next(givers.Count)]).Distinct().Select(Link)];
        var seed = _random.Next();
        if (_random.Next(3) == 0)
        {
            var options = new BatchOptions
            {
                Size = _random.Next(1, 9),
                MaxDelay = TimeSpan.FromMilliseconds(_random.Next(0, 3)),
                MaxPerSource = _random.Next(0, 4),
            };
            var (runs, overlaps, inside) = (_random.Next(1, 5), _random.Next(2) == 0, new ConcurrentDictionary<string, int>());
            _graph.Stage(id, new FakeBatchStage(options, async (frames, output, stop) =>
            {
                if (frames.Count == 0 || frames.Count > options.Size) Note($"{id}: a batch of {frames.Count}");
                foreach (var source in frames.Select(f => f.Info.Source).Distinct())
                    if (inside.AddOrUpdate(source, 1, (_, n) => n + 1) > 1 && (!overlaps || runs == 1)) Note($"{id}: two calls for {source} at once");
                try
                {
                    await OnBatchAsync(seed, frames, output, stop);
                }
                finally
                {
                    foreach (var source in frames.Select(f => f.Info.Source).Distinct()) inside.AddOrUpdate(source, 0, (_, n) => n - 1);
                }
            }) { Runs = runs, OverlapsSource = overlaps, Interval = _random.Next(3) == 0 ? _random.Next(1, 6) : 0 }, from);
        }
        else if (holds && _random.Next(4) == 0) _graph.Stage(id, new HoldingStage(), from);
        else
        {
            // By one edge a source's frames come in order, whatever ran at once before.
            var last = new ConcurrentDictionary<string, long>();
            _graph.Stage(id, new FakeStage((frame, output, stop) =>
            {
                var (source, index) = (frame.Info.Source, frame.Info.Index);
                if (from.Length == 1 && _ordered.Contains(from[0].Stage) && last.TryGetValue(source, out var before) && before > index)
                    Note($"{id}: frame {index} of {source} after {before}");
                last[source] = index;
                return OnFrameAsync(seed, frame, output, stop);
            }), _random.Next(2) == 0, from);
        }

        if (from.Length == 1 && _ordered.Contains(from[0].Stage)) _ordered.Add(id);
        return id;
    }

    private void Note(string fault)
    {
        lock (_faults) _faults.Add(fault);
    }

    private LinkConfig Link(string from)
    {
        int[] capacities = [1, 2, 64];
        return new()
        {
            Stage = from,
            Policy = _random.Next(5) is var policy and < 4 ? (OverflowPolicy)policy : null,
            Capacity = _random.Next(2) == 0 ? capacities[_random.Next(3)] : null,
            Bytes = _random.Next(3) == 0 ? new ByteSize(_random.Next(1, 1000)) : null,
        };
    }

    private async ValueTask OnFrameAsync(int seed, Frame frame, IStageOutput output, CancellationToken stop)
    {
        if (Interlocked.Increment(ref _calls) == _stopAfter) await _stop.CancelAsync();
        // The same choice every time for the same frame and stage, whatever thread it is on.
        var dice = new Random(HashCode.Combine(seed % 1000, (int)frame.Info.Index)).Next(12);
        if (dice == 0) throw new InvalidOperationException("dice");
        if (dice == 1) return;
        if (dice < 4) await Task.Yield();
        if (dice == 4 && seed % 5 == 0) await Task.Delay(1, stop);
        await output.EmitAsync(frame.Share(), stop);
        if (dice == 5) await output.EmitAsync(frame.With("copy", 2), stop);
        if (dice == 6) throw new InvalidOperationException("after all");
    }

    private async ValueTask OnBatchAsync(int seed, IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop)
    {
        foreach (var frame in frames) await OnFrameAsync(seed, frame, output, stop);
    }

    /// <summary>Gives each source's frames at its end, as a stage with a budget for the whole input does.</summary>
    private sealed class HoldingStage : IFrameStage
    {
        private readonly Dictionary<string, List<Frame>> _held = [];

        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            lock (_held)
            {
                if (!_held.TryGetValue(frame.Info.Source, out var list)) _held[frame.Info.Source] = list = [];
                list.Add(frame.Share());
            }

            return ValueTask.CompletedTask;
        }

        public async ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
        {
            List<Frame>? held;
            lock (_held) _held.Remove(source, out held);
            foreach (var frame in held ?? []) await output.EmitAsync(frame, stop);
        }

        public ValueTask DisposeAsync()
        {
            foreach (var frame in _held.Values.SelectMany(h => h)) frame.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
