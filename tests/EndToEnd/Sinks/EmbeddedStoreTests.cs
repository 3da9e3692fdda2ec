using System.Diagnostics;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Store;

namespace Sluice.Tests.Sinks;

public sealed class EmbeddedStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ServerFact("libchdb.so")]
    public async Task Dispose_Running_EndsTheChild()
    {
        var store = await EmbeddedStore.StartAsync(_folder, null, default);
        using var child = Process.GetProcessById(store.ProcessId);
        await store.DisposeAsync();
        await child.WaitForExitAsync();
        Assert.True(child.HasExited);
    }

    [ServerFact("libchdb.so")]
    public async Task Start_FolderOpenElsewhere_SaysSo()
    {
        await using var first = await EmbeddedStore.StartAsync(_folder, null, default);
        var fault = await Assert.ThrowsAsync<StoreException>(() => EmbeddedStore.StartAsync(_folder, null, default));
        Assert.Contains("another process has it open", fault.Message, StringComparison.Ordinal);
    }

    [ServerFact("libchdb.so")]
    public async Task Child_Killed_IsStartedAgainAtTheSameAddressWithItsRows()
    {
        var log = new RecordingLog();
        await using var store = await EmbeddedStore.StartAsync(_folder, log, default);
        using var client = new ClickHouseClient(new(store.Url, "", "", ""), "", TimeSpan.FromSeconds(30));
        await client.ExecuteAsync("CREATE TABLE t (n UInt8) ENGINE = MergeTree ORDER BY n", default);
        await client.ExecuteAsync("INSERT INTO t SELECT 7", default);
        using (var child = Process.GetProcessById(store.ProcessId))
        {
            child.Kill();
            await child.WaitForExitAsync();
        }

        Assert.Equal("7\n", await StoreFixture.PersistAsync(() => client.ExecuteAsync("SELECT n FROM t", default)));
        Assert.Contains("started again", log.ToString(), StringComparison.Ordinal);
    }

    [ServerFact("libchdb.so")]
    public async Task Query_WhileServedAndAfter_ReadsTheSame()
    {
        await using (var store = await EmbeddedStore.StartAsync(_folder, null, default))
        {
            using var client = new ClickHouseClient(new(store.Url, "", "", ""), "", TimeSpan.FromSeconds(30));
            await client.ExecuteAsync("CREATE TABLE t (n Nullable(Int64), s String) ENGINE = MergeTree ORDER BY s", default);
            await client.ExecuteAsync("INSERT INTO t VALUES (7, 'a'), (NULL, 'b')", default);
            Assert.Equal("{\"n\":7,\"s\":\"a\"}\n{\"n\":null,\"s\":\"b\"}\n", await LinesAsync(_folder));
            Assert.Equal(await LinesAsync(_folder), await LinesAsync(store.Url.ToString()));
        }

        Assert.Equal("{\"n\":7,\"s\":\"a\"}\n{\"n\":null,\"s\":\"b\"}\n", await LinesAsync(_folder));
    }

    [Fact]
    public async Task Query_NoSuchFolder_SaysSo()
    {
        var fault = await Assert.ThrowsAsync<StoreException>(() => StoreQuery.RunAsync(Path.Combine(_folder, "nope"), "SELECT 1", default));
        Assert.Contains("nope", fault.Message, StringComparison.Ordinal);
    }

    [ServerFact("libchdb.so")]
    public async Task Query_RefusedStatement_ThrowsTheServersWords()
    {
        var fault = await Assert.ThrowsAsync<ClickHouseException>(() => StoreQuery.RunAsync(_folder, "SELECT nope FROM system.one", default));
        Assert.Equal(47, fault.Code);
    }

    private static async Task<string> LinesAsync(string store)
    {
        await using var answer = await StoreQuery.RunAsync(store, "SELECT n, s FROM t ORDER BY s", default);
        Assert.Equal([new("n", "Nullable(Int64)"), new("s", "String")], answer.Columns);
        var output = new MemoryStream();
        await answer.WriteJsonLinesAsync(output, default);
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }
}
