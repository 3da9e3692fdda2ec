using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Tests.Sinks.ClickHouse;

public sealed class ClusterDdlTests
{
    private static readonly string[] All =
        [.. Migrations.All.SelectMany(migration => migration.Statements).SelectMany(statement => ClusterDdl.Rewrite(statement, "fleet"))];

    [Fact]
    public void Rewrite_Table_IsReplicatedBelowADistributedOne()
    {
        var frames = All.Where(text => text.Contains("TABLE IF NOT EXISTS frames", StringComparison.Ordinal)).Take(2).ToArray();
        Assert.StartsWith("CREATE TABLE IF NOT EXISTS frames_local ON CLUSTER 'fleet'\n(", frames[0], StringComparison.Ordinal);
        Assert.Contains("ENGINE = ReplicatedSummingMergeTree('/clickhouse/tables/{shard}/{database}/frames', '{replica}', (frames, objects))\nPARTITION BY", frames[0], StringComparison.Ordinal);
        Assert.DoesNotContain("non_replicated", frames[0], StringComparison.Ordinal);
        Assert.Equal(
            "CREATE TABLE IF NOT EXISTS frames ON CLUSTER 'fleet' AS frames_local\nENGINE = Distributed('fleet', currentDatabase(), 'frames_local', cityHash64(engine, source))",
            frames[1]);
    }

    [Fact]
    public void Rewrite_View_ReadsAndWritesTheLocalTables()
    {
        var view = Assert.Single(All, text => text.Contains("VIEW IF NOT EXISTS frames_into_hours", StringComparison.Ordinal));
        Assert.StartsWith("CREATE MATERIALIZED VIEW IF NOT EXISTS frames_into_hours ON CLUSTER 'fleet' TO frames_per_hour_local AS\n", view, StringComparison.Ordinal);
        Assert.Contains("FROM frames_per_minute_local AS frames_per_minute\n", view, StringComparison.Ordinal);
    }

    [Fact]
    public void Rewrite_Alter_ChangesBoth()
    {
        var alters = All.Where(text => text.Contains(" mask ", StringComparison.Ordinal)).ToArray();
        Assert.StartsWith("ALTER TABLE objects_local ON CLUSTER 'fleet' ADD COLUMN IF NOT EXISTS mask Array(UInt8) COMMENT", alters[0], StringComparison.Ordinal);
        Assert.StartsWith("ALTER TABLE objects ON CLUSTER 'fleet' ADD COLUMN", alters[1], StringComparison.Ordinal);
        Assert.DoesNotContain("CODEC", alters[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Rewrite_OtherStatement_IsRefused()
        => Assert.Throws<SchemaException>(() => ClusterDdl.Rewrite("DROP TABLE x", "fleet").ToArray());

    [Fact]
    public void TtlExpressions_EveryTable_HasOne()
    {
        var found = StoreSchema.TtlExpressions(Migrations.All);
        // Results of benches are few, and stay.
        var tables = Migrations.All.SelectMany(migration => migration.Statements)
            .Count(text => text.Contains("CREATE TABLE", StringComparison.Ordinal) && !text.Contains("CREATE TABLE IF NOT EXISTS bench_", StringComparison.Ordinal));
        Assert.Equal(tables, found.Count);
        Assert.Equal("toDateTime(arrived_at)", found["objects"]);
    }
}
