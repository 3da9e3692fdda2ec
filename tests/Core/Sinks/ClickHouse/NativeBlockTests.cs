using System.Text;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Sinks.ClickHouse.Columns;

namespace Sluice.Tests.Sinks.ClickHouse;

/// <summary>The bytes of blocks; what a store reads from them has a test against the real one.</summary>
public sealed class NativeBlockTests : IDisposable
{
    private readonly PooledWriter _rows = new();
    private readonly PooledWriter _block = new();

    public void Dispose()
    {
        _rows.Dispose();
        _block.Dispose();
    }

    public static TheoryData<string> Tables => [.. Table.All.Select(static table => table.Name)];

    [Theory, MemberData(nameof(Tables))]
    public void For_ATableOfTheSchema_KnowsAllItsTypes(string name)
    {
        var table = Table.All.Single(table => table.Name == name);
        using var block = NativeBlock.For(new(table.Layout, table.Name, table.Columns));
        Assert.NotNull(block);
    }

    [Fact]
    public void For_AColumnThatTheSchemaLacks_IsNull() => Assert.Null(NativeBlock.For(new(1, "frames", "engine, no_such_column")));

    [Fact]
    public void TryWrite_Rows_WritesColumns()
    {
        using var block = NativeBlock.For(new(1, "frames", "outcome, frames"))!;
        for (var again = 0; again < 2; again++)
        {
            _rows.Truncate(0);
            _block.Truncate(0);
            WriteFrames("late", 3);
            WriteFrames("late", 4);
            WriteFrames("", 5);
            Assert.True(block.TryWrite(_rows.Written.Span, 3, _block));
            Assert.Equal(
                [
                    2, 3, // columns, rows
                    7, .. "outcome"u8, 22, .. "LowCardinality(String)"u8,
                    1, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, // version; keys come along, indexes of a byte
                    2, 0, 0, 0, 0, 0, 0, 0, 4, .. "late"u8, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
                    6, .. "frames"u8, 6, .. "UInt64"u8,
                    3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0,
                ],
                _block.Written.ToArray());
        }
    }

    [Fact]
    public void TryWrite_AbsentValuesAndMaps_WritesTheirPlaces()
    {
        using var block = NativeBlock.For(new(1, "events", "pts, values"))!;
        var row = new RowBinaryWriter(_rows);
        row.Write((long?)null);
        row.WriteLength(0);
        row.Write((long?)7);
        row.WriteLength(1);
        row.Write("k");
        row.Write(1d);
        Assert.True(block.TryWrite(_rows.Written.Span, 2, _block));
        Assert.Equal(
            [
                2, 2, 3, .. "pts"u8, 15, .. "Nullable(Int64)"u8, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0,
                6, .. "values"u8, 36, .. "Map(LowCardinality(String), Float64)"u8,
                1, 0, 0, 0, 0, 0, 0, 0, // the keys' version stands before the ends of the maps
                0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
                0, 6, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, .. "k"u8, 1, 0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0xF0, 0x3F,
            ],
            _block.Written.ToArray());
    }

    [Fact]
    public void TryWrite_RowsOfFrames_RepeatsWhatTheyShare()
    {
        (string Source, long? Pts)[] frames = [("gate", 7), ("gate", 7), ("gate", 7), ("yard", null), ("gate", 7), ("gate", 8), ("gate", 8)];
        using var block = NativeBlock.For(new(1, "objects", Table.OfFrame + ", class_id"))!;
        var row = new RowBinaryWriter(_rows);
        for (var i = 0; i < frames.Length; i++)
        {
            WriteFrame(row, frames[i].Source, frames[i].Pts);
            row.Write(i);
        }

        Assert.True(block.TryWrite(_rows.Written.Span, frames.Length, _block));

        var written = _block.Written.ToArray();
        Assert.Equal([0, 0, 0, 1, 0, 0, 0], Column(written, "source", "LowCardinality(String)", 8 + 8 + 8 + 5 + 5 + 8, frames.Length));
        Assert.Equal([0, 0, 0, 1, 0, 0, 0], Column(written, "pts", "Nullable(Int64)", 0, frames.Length));
        Assert.Equal(frames.SelectMany(static frame => BitConverter.GetBytes(frame.Pts ?? 0)), Column(written, "pts", "Nullable(Int64)", frames.Length, 8 * frames.Length));
        Assert.Equal(Enumerable.Range(0, frames.Length).SelectMany(BitConverter.GetBytes), Column(written, "class_id", "Int32", 0, 4 * frames.Length));
    }

    [Theory, InlineData(255), InlineData(256), InlineData(257), InlineData(65_536), InlineData(65_537)]
    public void TryWrite_ManyKeys_WidensTheIndexes(int keys)
    {
        using var block = NativeBlock.For(new(1, "frames", "outcome"))!;
        for (var i = 0; i < keys; i++) new RowBinaryWriter(_rows).Write($"{i}");
        Assert.True(block.TryWrite(_rows.Written.Span, keys, _block));
        var width = keys <= 256 ? 1 : keys <= 65_536 ? 2 : 4;
        var indexes = _block.Written.Span[^(keys * width)..];
        for (var i = 0; i < keys; i += 251)
        {
            var index = 0;
            for (var at = width - 1; at >= 0; at--) index = (index << 8) | indexes[(i * width) + at];
            Assert.Equal(i, index);
        }
    }

    [Theory, InlineData(-1), InlineData(1)]
    public void TryWrite_RowsOfOtherColumns_WritesNothing(int lengthened)
    {
        using var block = NativeBlock.For(new(1, "frames", "outcome, frames"))!;
        WriteFrames("late", 3);
        var rows = new byte[_rows.Length + lengthened];
        _rows.Written.Span[..Math.Min(_rows.Length, rows.Length)].CopyTo(rows);
        Assert.False(block.TryWrite(rows, 1, _block));
        Assert.Equal(0, _block.Length);
        Assert.True(block.TryWrite(_rows.Written.Span, 1, _block));
    }

    [Fact]
    public void TryWrite_AnyBytes_NeverThrows()
    {
        var table = Table.Objects;
        using var block = NativeBlock.For(new(table.Layout, table.Name, table.Columns))!;
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            _block.Truncate(0);
            block.TryWrite(bytes, random.Next(1, 5), _block);
        }
    }

    private static void WriteFrame(in RowBinaryWriter row, string source, long? pts)
    {
        row.Write("engine");
        row.Write(source);
        row.Write(1L);
        row.Write(Guid.Empty);
        row.Write(pts);
        row.Write((double?)null);
        row.Write(2L);
        row.Write(3L);
        row.Write(640);
        row.Write(480);
        row.Write(Guid.Empty);
        row.Write("revision");
    }

    /// <summary>Bytes of a column, so many behind its head.</summary>
    private static byte[] Column(byte[] block, string name, string type, int skip, int count)
    {
        byte[] head = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)type.Length, .. Encoding.ASCII.GetBytes(type)];
        return block.AsSpan(block.AsSpan().IndexOf(head) + head.Length + skip, count).ToArray();
    }

    private void WriteFrames(string outcome, long frames)
    {
        var row = new RowBinaryWriter(_rows);
        row.Write(outcome);
        row.Write(frames);
    }
}
