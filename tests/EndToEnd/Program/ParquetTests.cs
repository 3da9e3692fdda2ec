using Sluice.Tests;
using Sluice.Tests.Sinks;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>What docs/sinks.md says instead of a Parquet sink.</summary>
[Collection(StoreCollection.Name)]
public sealed class ParquetTests(StoreFixture store)
{
    [ServerFact("libchdb.so")]
    public async Task Query_InsertIntoAParquetFile_IsReadBack()
    {
        var file = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}.parquet");
        var url = (await store.StartAsync()).Url.ToString();
        try
        {
            var written = await SluiceProgram.RunAsync(["query", "--store", url, $"INSERT INTO FUNCTION file('{file}', Parquet) SELECT number AS n, 'car' AS label FROM numbers(1000)"]);
            Assert.True(written.ExitCode == 0, written.Error);
            Assert.Equal("PAR1"u8.ToArray(), (await File.ReadAllBytesAsync(file))[..4]);
            var read = await SluiceProgram.RunAsync(["query", "--store", url, "--json", $"SELECT toInt32(sum(n)) AS s, any(label) AS l FROM file('{file}', Parquet)"]);
            Assert.Equal("{\"s\":499500,\"l\":\"car\"}\n", read.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
