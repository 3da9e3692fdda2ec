using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>What docs/sinks.md says instead of a Parquet sink.</summary>
public sealed class ParquetTests
{
    [ServerFact("libchdb.so")]
    public async Task Query_InsertIntoAParquetFile_IsReadBack()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-parquet-").FullName;
        try
        {
            var (store, file) = (Path.Combine(folder, "meta"), Path.Combine(folder, "o.parquet"));
            var written = await SluiceProgram.RunAsync(["query", "--store", store, $"INSERT INTO FUNCTION file('{file}', Parquet) SELECT number AS n, 'car' AS label FROM numbers(1000)"]);
            Assert.True(written.ExitCode == 0, written.Error);
            Assert.Equal("PAR1"u8.ToArray(), (await File.ReadAllBytesAsync(file))[..4]);
            var read = await SluiceProgram.RunAsync(["query", "--store", store, "--json", $"SELECT toInt32(sum(n)) AS s, any(label) AS l FROM file('{file}', Parquet)"]);
            Assert.Equal("{\"s\":499500,\"l\":\"car\"}\n", read.Output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
