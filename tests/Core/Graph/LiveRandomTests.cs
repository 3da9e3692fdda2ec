using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

/// <summary>Graphs drawn by a seed, whose sources are changed by several threads that are in each other's way.</summary>
public sealed class LiveRandomTests
{
    private const int SeedsPerCase = 6, Workers = 4, ChangesEach = 30;

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public async Task Changes_OfAnyGraph_AddUpAndLeaveNothing(int part)
    {
        for (var seed = part * SeedsPerCase; seed < (part + 1) * SeedsPerCase; seed++)
        {
            try
            {
                await RunAsync(seed);
            }
            catch (Exception fault)
            {
                Assert.Fail($"seed {seed}: {fault}");
            }
        }
    }

    private static async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        var graph = new TestGraph
        {
            Stays = true,
            Settings = new() { Drain = TimeSpan.FromMilliseconds(random.Next(3) switch { 0 => 0, 1 => 20, _ => 20_000 }), Memory = new(random.Next(2) == 0 ? 1 << 20 : 64 * 30) },
        };
        graph.Stage("work", new Stage(random.Next(), holds: false), parallel: random.Next(2) == 0, Link(random, "*"))
            .Stage("batch", Batch(random), Link(random, "work"))
            .Stage("hold", new Stage(random.Next(), holds: random.Next(2) == 0 && graph.Settings.Memory.Bytes == 1 << 20), Link(random, "batch"), Link(random, "s1"))
            .Stage("last", new Stage(random.Next(), holds: false), Link(random, "hold"), Link(random, "work"), Link(random, "*"));
        for (var i = 0; i < 4; i++) graph.Source($"s{i}", Script(random, seed));
        await using var live = new LiveGraph(graph);
        await live.StartAsync();
        var scripts = new ConcurrentBag<FakeSourceScript>();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => ChangeAsync(live, scripts, new(HashCode.Combine(seed, worker)))))).WaitAsync(TimeSpan.FromSeconds(60));
        var snapshot = await live.StopAsync();

        Assert.DoesNotContain(snapshot.Stages, s => s.Queued > 0);

        // A source that was left behind, because nothing may drain, gives its last picture back when it returns.
        await LiveGraph.UntilAsync(
            () => scripts.Sum(s => s.Pictures) == 0 && graph.Engine.Budget.Outstanding == 0,
            () => $"{scripts.Sum(s => s.Pictures)} pictures of added sources, {graph.Engine.Budget.Outstanding} bytes of all; {graph.Settings.Drain} to drain, {graph.Settings.Memory}");
    }

    private static async Task ChangeAsync(LiveGraph live, ConcurrentBag<FakeSourceScript> scripts, Random random)
    {
        for (var i = 0; i < ChangesEach; i++)
        {
            var id = $"s{random.Next(4)}";
            var script = Script(random, i);
            scripts.Add(script);
            try
            {
                switch (random.Next(7))
                {
                    case 0 or 1:
                        live.Engine.AddSource(live.Graph.Later(id, script));
                        break;
                    case 2:
                        await live.Engine.ReplaceSourceAsync(live.Graph.Later(id, script));
                        break;
                    case 3 or 4:
                        var account = await live.Engine.RemoveSourceAsync(id);
                        Assert.Equal(account.Arrived, account.Outcomes.Values.Sum());
                        break;
                    case 5:
                        await live.Engine.PauseSourceAsync(id);
                        break;
                    default:
                        live.Engine.ResumeSource(id);
                        break;
                }
            }
            catch (SourceChangeException)
            {
                // Refused for good reasons; what counts is that nothing is lost.
            }

            if (random.Next(3) == 0) await Task.Delay(1);
        }
    }

    private static FakeSourceScript Script(Random random, int seed) => new()
    {
        Frames = random.Next(3) == 0 ? random.Next(0, 40) : int.MaxValue,
        Live = random.Next(2) == 0,
        Fault = random.Next(8) == 0 ? random.Next(30) : -1,
        Before = async (i, _) =>
        {
            if (i % 16 == 15) await Task.Delay(1, CancellationToken.None);
            else if ((seed >> (i % 30) & 1) == 0) await Task.Yield();
        },
    };

    private static FakeBatchStage Batch(Random random)
    {
        var dice = random.Next();
        return new(new() { Size = random.Next(1, 9), MaxDelay = TimeSpan.FromMilliseconds(random.Next(0, 3)), MaxPerSource = random.Next(0, 4) }, async (frames, output, stop) =>
        {
            foreach (var frame in frames)
            {
                if ((frame.Info.Index + dice) % 5 == 0) await Task.Yield();
                if ((frame.Info.Index + dice) % 11 == 0) throw new InvalidOperationException("dice");
                await output.EmitAsync(frame.Share(), stop);
            }
        }) { Runs = random.Next(1, 4), OverlapsSource = random.Next(2) == 0, Interval = random.Next(3) == 0 ? random.Next(1, 4) : 0 };
    }

    private static LinkConfig Link(Random random, string from) => new()
    {
        Stage = from,
        Policy = random.Next(4) is var policy and < 3 ? (OverflowPolicy)policy : null,
        Capacity = random.Next(2) == 0 ? random.Next(1, 4) : null,
        Bytes = random.Next(3) == 0 ? new ByteSize(random.Next(1, 1000)) : null,
    };

    /// <summary>Passes frames on, throws now and then, and holds some of each source until its end. A call that was given up on may still be under way then.</summary>
    private sealed class Stage(int dice, bool holds) : IFrameStage
    {
        private const int MostHeld = 20;

        // Guards both, and is their lock.
        private readonly Dictionary<string, Queue<Frame>> _held = [];
        private bool _isOver;

        public async ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            var at = (int)((frame.Info.Index + dice) % 13);
            if (at == 0) throw new InvalidOperationException("dice");
            if (at < 4) await Task.Yield();
            if (holds && at == 5) Hold(frame.Info.Source, frame.Share())?.Dispose();
            else await output.EmitAsync(frame.Share(), stop);
        }

        public async ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
        {
            Queue<Frame>? held;
            lock (_held) if (!_held.Remove(source, out held)) return;
            try
            {
                while (held.TryDequeue(out var frame)) await output.EmitAsync(frame, stop);
            }
            finally
            {
                // Where one is refused, the rest is still the stage's.
                foreach (var frame in held) frame.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            lock (_held)
            {
                _isOver = true;
                foreach (var frame in _held.Values.SelectMany(static held => held)) frame.Dispose();
                _held.Clear();
            }

            return ValueTask.CompletedTask;
        }

        /// <returns>The frame that it does not hold any more.</returns>
        private Frame? Hold(string source, Frame frame)
        {
            lock (_held)
            {
                if (_isOver) return frame;
                if (!_held.TryGetValue(source, out var held)) _held[source] = held = new();
                held.Enqueue(frame);
                return held.Count > MostHeld ? held.Dequeue() : null;
            }
        }
    }
}
