using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Sinks.ClickHouse.Columns;

namespace Sluice.Bench;

/// <summary>Ten objects of a frame as rows, and a thousand of them, a few columns, as a block of columns.</summary>
[MemoryDiagnoser]
public class RowBench : IDisposable
{
    private const int Objects = 10, Frames = 100;
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;
    private readonly MetadataRows _rows = new("box", Guid.Empty, "0123456789abcdef", new(null));
    private readonly RowBatch _batch = new();
    private readonly NativeBlock _block = NativeBlock.For(new(1, "objects", "source, label, score, x1, y1, x2, y2"))!;
    private readonly PooledWriter _encoded = new(), _columns = new();
    private Frame? _frame;

    [GlobalSetup]
    public void Setup()
    {
        var info = new FrameInfo { Source = "gate", Id = Guid.Empty, Index = 0, CapturedAt = At, ArrivedTimestamp = 0 };
        ImmutableArray<Detection> found = [.. Enumerable.Range(0, Objects).Select(static i =>
            new Detection(2, "car", 0.9f, new(i * 120, 100, (i * 120) + 80, 160)) { TrackId = i, Model = "m" })];
        using var bare = new Frame(info, null);
        _frame = bare.With(found);
        var row = new RowBinaryWriter(_encoded);
        for (var i = 0; i < Objects * Frames; i++)
        {
            row.Write("gate");
            row.Write(i % 3 == 0 ? "car" : "truck");
            for (var number = 0; number < 5; number++) row.Write((float)i);
        }

        Encode();
        Columns();
    }

    [Benchmark]
    public long Encode()
    {
        _rows.Objects(_batch, _frame!, At);
        _batch.Finish();
        var rows = _batch.Rows;
        _batch.Clear();
        return rows;
    }

    [Benchmark]
    public bool Columns()
    {
        _columns.Truncate(0);
        return _block.TryWrite(_encoded.Written.Span, Objects * Frames, _columns);
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _frame?.Dispose();
        _batch.Dispose();
        _block.Dispose();
        _columns.Dispose();
        _encoded.Dispose();
        GC.SuppressFinalize(this);
    }
}
