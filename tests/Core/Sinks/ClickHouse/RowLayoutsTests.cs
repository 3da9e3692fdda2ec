using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Tests.Sinks.ClickHouse;

public sealed class RowLayoutsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-layouts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_LayoutsOfAnOlderProgram_StayKnown()
    {
        File.WriteAllText(Path.Combine(_folder, "layouts.tsv"), "0000002a\tobjects\tengine, source\n");
        for (var i = 0; i < 2; i++)
        {
            var layouts = RowLayouts.Open(_folder);
            Assert.Equal("INSERT INTO objects (engine, source) FORMAT RowBinary", layouts.Find(42)!.Insert);
            Assert.Equal(Table.Objects.Columns, layouts.Find(Table.Objects.Layout)!.Columns);
        }
    }

    [Fact]
    public void All_Tables_HaveLayoutsOfTheirOwn()
        => Assert.Equal(Table.All.Count, Table.All.Select(table => table.Layout).Distinct().Count());
}
