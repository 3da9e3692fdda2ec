using System.Text.RegularExpressions;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Sinks.ClickHouse.Columns;

namespace Sluice.Tests.Sinks;

/// <summary>What the store reads from a block of columns is what it reads from the rows it was made of: made-up rows of every table, both ways.</summary>
[Collection(StoreCollection.Name)]
public sealed partial class NativeInsertTests(StoreFixture store)
{
    private const int Rows = 500;

    [ServerFact("libchdb.so")]
    public async Task Insert_NativeBlocksOfEveryTable_StoresWhatRowBinaryDoes()
    {
        using var client = await store.ClientAsync("native_insert");
        await Migrations.ApplyAsync(client, "native_insert", Migrations.All, default);
        foreach (var table in Table.All)
        {
            var layout = new RowLayout(table.Layout, table.Name, table.Columns);
            var types = table.Columns.Split(", ").Select(column => ColumnTypes.Find(table.Name, column)!).ToArray();
            using var rows = new PooledWriter();
            var random = new Random(table.Index);
            for (var i = 0; i < Rows; i++)
                foreach (var type in types) Write(new(rows), type, random);
            using var block = NativeBlock.For(layout)!;
            using var packed = new PooledWriter();
            Assert.True(block.TryWrite(rows.Written.Span, Rows, packed), table.Name);
            await client.ExecuteAsync($"CREATE TABLE by_rows AS {table.Name} ENGINE = Memory", default);
            await client.ExecuteAsync($"CREATE TABLE by_columns AS {table.Name} ENGINE = Memory", default);
            await client.InsertAsync((layout with { Table = "by_rows" }).Insert, rows.Written, "", default);
            await client.InsertAsync((layout with { Table = "by_columns" }).InsertNative, packed.Written, "", default);
            var expected = await client.ExecuteAsync($"SELECT {table.Columns} FROM by_rows", default);
            Assert.Equal(Rows, expected.Count(static letter => letter == '\n'));
            Assert.Equal(expected, await client.ExecuteAsync($"SELECT {table.Columns} FROM by_columns", default));
            await client.ExecuteAsync("DROP TABLE by_rows", default);
            await client.ExecuteAsync("DROP TABLE by_columns", default);
        }
    }

    /// <summary>Writes a made-up value as RowBinary: an implementation of its own, after the format's page.</summary>
    private static void Write(in RowBinaryWriter row, string type, Random random)
    {
        var inner = Inner().Match(type);
        var (outer, arguments) = inner.Success ? (inner.Groups[1].Value, inner.Groups[2].Value) : (type, "");
        switch (outer)
        {
            case "LowCardinality": row.Write(random.Next(3) == 0 ? "" : $"word-{random.Next(300)}"); break;
            case "String": row.Write(random.Next(3) == 0 ? "" : $"nö-{random.Next()}"); break;
            case "FixedString": row.WriteFixed(new((char)('a' + random.Next(26)), int.Parse(arguments, System.Globalization.CultureInfo.InvariantCulture))); break;
            case "UUID": row.Write(new Guid(random.Next(), (short)random.Next(), 3, 4, 5, 6, 7, 8, 9, 10, 11)); break;
            case "Bool": row.Write(random.Next(2) == 0); break;
            case "UInt8": row.Write(random.Next(2) == 0); break;
            case "UInt16": row.Write((ushort)random.Next(65536)); break;
            case "Int32" or "UInt32": row.Write(random.Next()); break;
            case "DateTime": row.Write((uint)random.Next()); break;
            case "DateTime64": row.Write(random.NextInt64(1_000_000_000_000)); break;
            case "Int64" or "UInt64": row.Write(random.NextInt64()); break;
            case "Float32": row.Write(random.NextSingle()); break;
            case "Float64": row.Write(random.NextDouble()); break;
            case "Nullable":
                var isAbsent = random.Next(2) == 0;
                row.Write(isAbsent);
                if (!isAbsent) Write(row, arguments, random);
                break;
            case "Array" or "Map":
                var count = random.Next(3) == 0 ? random.Next(200) : 0;
                row.WriteLength(count);
                for (var i = 0; i < count; i++)
                    foreach (var part in arguments.Split(", ")) Write(row, part, random);
                break;
            default: throw new InvalidOperationException(type);
        }
    }

    [GeneratedRegex(@"^(\w+)\((.*)\)$")]
    private static partial Regex Inner();
}
