using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Tests.Sinks.ClickHouse;

public sealed class MigrationTests
{
    private static readonly string[] Tables = ["engines", "sources", "frames", "objects", "tracks", "keyframes", "events", "stage_stats", "models"];

    [Fact]
    public void All_Files_AreNumberedWithoutGaps()
        => Assert.Equal(Enumerable.Range(1, Migrations.All.Count), Migrations.All.Select(migration => migration.Version));

    [Fact]
    public void All_Tables_AreThere()
    {
        var statements = Migrations.All.SelectMany(migration => migration.Statements).ToArray();
        Assert.All(Tables, table => Assert.Contains(statements, text => text.StartsWith($"CREATE TABLE IF NOT EXISTS {table}\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Parse_File_DropsCommentsAndSplitsAtLineEnds()
    {
        var migration = Migration.Parse("0012-more.sql", "-- a; b;\nSELECT ';' x\n  -- c\n, 2;\n\nSELECT 3;\n");
        Assert.Equal((12, "more"), (migration.Version, migration.Name));
        Assert.Equal(["SELECT ';' x\n, 2", "SELECT 3"], migration.Statements);
    }
}
