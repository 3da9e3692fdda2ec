using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.Tests.Sinks;

/// <summary>An engine whose counters a test sets.</summary>
internal sealed class FakeEngine : IServiceProvider
{
    private readonly EngineView _view;

    public FakeEngine() => _view = new(new() { File = "graph.yaml", BaseDirectory = "/", Revision = "abc" }, SinkFixture.Noon, Snapshot);

    public SourceStatus Status { get; set; } = new(SourceState.Running, 0, null);

    public long Arrived { get; set; }

    public long Published { get; set; }

    public long Failed { get; set; }

    public long Full { get; set; }

    public SinkCounts Sink { get; set; }

    public object? GetService(Type serviceType) => serviceType == typeof(EngineView) ? _view : null;

    private EngineSnapshot Snapshot() => new()
    {
        Engine = "box-01",
        State = EngineState.Running,
        Running = TimeSpan.FromSeconds(1),
        Sources =
        [
            new()
            {
                Id = "gate",
                IsLive = true,
                Status = Status,
                Arrived = Arrived,
                Outcomes = Enum.GetValues<Outcome>().Where(static o => o != Outcome.None)
                    .ToImmutableSortedDictionary(static o => o, o => o == Outcome.Published ? Published : o == Outcome.Failed ? Failed : o == Outcome.Dropped ? Full : 0),
                Drops = Full > 0 ? [new("detect<-gate", "detect", DropReason.Full, Full)] : [],
                Latency = new(),
            },
        ],
        Stages =
        [
            new()
            {
                Id = "keep", Use = "clickhouse", In = 5, Out = 0, Calls = 5, Faults = 0, Busy = TimeSpan.FromSeconds(0.5), BatchMean = null,
                IsHung = false, Edges = [], Sink = Sink, Wait = new(), Exec = new(),
            },
        ],
        Keyframes = 1,
        MemoryBytes = 1,
        MemoryPeakBytes = 2,
        MemoryLimitBytes = 3,
    };
}
