using System.Buffers.Binary;
using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Sinks.Spool;
using Sluice.Core.Telemetry;

namespace Sluice.Tests.Sinks.ClickHouse;

/// <summary>A source that is taken out between two looks at the engine: what it counted last is written too.</summary>
public sealed class EngineRowsRemovalTests : IDisposable
{
    private readonly RowBatch _batch = new();
    private readonly LatencyHistogram _latency = new();
    private EngineSnapshot _snapshot = Snapshot([], RemovedSources.None);

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void Write_SourceRemovedSinceTheLastLook_WritesTheRestAndCountsAnewAfterwards()
    {
        var rows = new EngineRows(new(new() { File = "g.yaml", BaseDirectory = "/" }, SinkFixture.Noon, () => _snapshot), "box", new("box", Guid.NewGuid(), "", new(null)), new(null));
        Assert.Equal(5, Look(rows, [Source(5)], RemovedSources.None));
        var gone = RemovedSources.None.With(Source(8));
        Assert.Equal(3, Look(rows, [], gone));
        Assert.Equal(0, Look(rows, [], gone));
        // One of the same name, which counts from 0.
        Assert.Equal(2, Look(rows, [Source(2)], gone));
        Assert.Equal(1, Look(rows, [], gone.With(Source(3))));
    }

    /// <summary>Frames in the rows that a look writes.</summary>
    private long Look(EngineRows rows, ImmutableArray<SourceSnapshot> sources, RemovedSources removed)
    {
        _snapshot = Snapshot(sources, removed);
        rows.Write(_batch, SinkFixture.Noon, static _ => 0);
        rows.Commit();
        _batch.Finish();
        var frames = 0L;
        for (var rest = _batch.Entries.Stamp(0, 0); !rest.IsEmpty; rest = rest[EntryFormat.LengthOf(rest)..])
        {
            var entry = rest[..EntryFormat.LengthOf(rest)];
            if (BinaryPrimitives.ReadUInt32LittleEndian(entry[(EntryFormat.HeadBytes + 1)..]) != Table.Frames.Layout) continue;
            Assert.Equal(1, EntryFormat.ItemsOf(entry));
            // The last two columns are frames and objects.
            frames += BinaryPrimitives.ReadInt64LittleEndian(entry[^16..]);
        }

        _batch.Clear();
        return frames;
    }

    private SourceSnapshot Source(long published) => new()
    {
        Id = "gate",
        IsLive = true,
        Status = new(SourceState.Running, 0, null),
        Arrived = published,
        Outcomes = ImmutableSortedDictionary<Outcome, long>.Empty.Add(Outcome.Published, published),
        Drops = [],
        Latency = _latency,
    };

    private static EngineSnapshot Snapshot(ImmutableArray<SourceSnapshot> sources, RemovedSources removed) => new()
    {
        Engine = "box", State = EngineState.Running, Running = TimeSpan.FromSeconds(1), Sources = sources, Removed = removed, Stages = [],
        Keyframes = 0, MemoryBytes = 0, MemoryPeakBytes = 0, MemoryLimitBytes = 0,
    };
}
