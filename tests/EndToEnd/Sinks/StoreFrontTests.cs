using System.IO.Compression;
using System.Net;
using System.Text;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Store;

namespace Sluice.Tests.Sinks;

[Collection(StoreCollection.Name)]
public sealed class StoreFrontTests(StoreFixture fixture)
{
    [ServerFact("libchdb.so")]
    public async Task Ping_Running_IsOk()
    {
        using var http = await HttpAsync();
        Assert.Equal("Ok.\n", await http.GetStringAsync("/ping"));
    }

    [ServerFact("libchdb.so")]
    public async Task Get_QueryWithFormatAndParameter_Answers()
    {
        using var http = await HttpAsync();
        var answer = await http.GetAsync($"/?param_n=3&query={Uri.EscapeDataString("SELECT {n:UInt8} * 2 AS x FORMAT JSONCompactEachRow")}");
        Assert.Equal("[6]\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal("JSONCompactEachRow", Assert.Single(answer.Headers.GetValues("X-ClickHouse-Format")));
    }

    [ServerTheory("libchdb.so")]
    [InlineData("SELECT nope FROM system.one", 404, "47")]
    [InlineData("SELECT 1; SELECT 2", 400, "62")]
    [InlineData("SELECT * FROM missing_table", 404, "60")]
    [InlineData("", 400, "62")]
    public async Task Post_BadStatement_AnswersStatusAndCode(string sql, int status, string code)
    {
        using var http = await HttpAsync();
        var answer = await http.PostAsync("/", new StringContent(sql));
        Assert.Equal(((HttpStatusCode)status, code), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("X-ClickHouse-Exception-Code"))));
        Assert.StartsWith($"Code: {code}.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [ServerTheory("libchdb.so")]
    [InlineData("DROP TABLE IF EXISTS x")]
    [InlineData("INSERT INTO FUNCTION null('a UInt8') SELECT 1")]
    [InlineData("SET max_threads = 1")]
    public async Task Get_Write_IsRefused(string sql)
    {
        using var http = await HttpAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync($"/?query={Uri.EscapeDataString(sql)}")).StatusCode);
    }

    [ServerTheory("libchdb.so"), InlineData(true), InlineData(false)]
    public async Task Insert_RowsWithEmptyLinesAndSql_AreDataOnly(bool inUrl)
    {
        using var client = await fixture.ClientAsync($"front_{inUrl}");
        await client.ExecuteAsync("CREATE TABLE t (s String) ENGINE = MergeTree ORDER BY s", default);
        using var http = await HttpAsync();
        var row = (byte[])[22, .. "a\n\nDROP TABLE t;\n\n;\0bc"u8];
        var statement = "INSERT INTO t FORMAT RowBinary";
        var answer = inUrl
            ? await http.PostAsync($"/?database=front_{inUrl}&query={Uri.EscapeDataString(statement)}", new ByteArrayContent(row))
            : await http.PostAsync($"/?database=front_{inUrl}", new ByteArrayContent([.. Encoding.UTF8.GetBytes(statement + "\n"), .. row]));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.Contains("\"written_rows\":\"1\"", Assert.Single(answer.Headers.GetValues("X-ClickHouse-Summary")), StringComparison.Ordinal);
        Assert.Equal("22\n", await client.ExecuteAsync("SELECT length(s) FROM t", default));
    }

    [ServerFact("libchdb.so")]
    public async Task Insert_Gzip_IsUnpacked()
    {
        using var client = await fixture.ClientAsync("front_gzip");
        await client.ExecuteAsync("CREATE TABLE t (n UInt64) ENGINE = MergeTree ORDER BY n", default);
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (var i = 0; i < 1000; i++) await gzip.WriteAsync(BitConverter.GetBytes((long)i));
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        using var http = await HttpAsync();
        (await http.PostAsync("/?database=front_gzip&query=INSERT%20INTO%20t%20FORMAT%20RowBinary", content)).EnsureSuccessStatusCode();
        Assert.Equal("1000\t499500\n", await client.ExecuteAsync("SELECT count(), sum(n) FROM t", default));
    }

    [ServerFact("libchdb.so")]
    public async Task Insert_SameTokenTwice_IsStoredOnce()
    {
        using var client = await fixture.ClientAsync("front_token");
        await client.ExecuteAsync(
            "CREATE TABLE t (n UInt8) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100", default);
        foreach (var token in new[] { "a", "a", "b" })
            await client.InsertAsync("INSERT INTO t (n) FORMAT RowBinary", new byte[] { 1, 2 }, $"async_insert=0&insert_deduplication_token={token}", default);
        Assert.Equal("4\n", await client.ExecuteAsync("SELECT count() FROM t", default));
    }

    [ServerFact("libchdb.so")]
    public async Task Insert_TornRow_FailsAndStoresNothing()
    {
        using var client = await fixture.ClientAsync("front_torn");
        await client.ExecuteAsync("CREATE TABLE t (n UInt64) ENGINE = MergeTree ORDER BY n", default);
        var fault = await Assert.ThrowsAsync<ClickHouseException>(
            () => client.InsertAsync("INSERT INTO t (n) FORMAT RowBinary", new byte[12], "", default));
        Assert.True(fault.IsHopeless, fault.Message);
        Assert.Equal("0\n", await client.ExecuteAsync("SELECT count() FROM t", default));
    }

    [ServerTheory("libchdb.so"), InlineData("Origin", "http://evil.example"), InlineData("Host", "evil.example")]
    public async Task Post_FromAWebPage_IsRefused(string header, string value)
    {
        using var http = await HttpAsync();
        http.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsync("/", new StringContent("SELECT 1"))).StatusCode);
    }

    [Fact]
    public async Task Run_AddressOpenToOthers_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<StoreException>(() => StoreServer.RunAsync("nowhere", "0.0.0.0:0", TextWriter.Null, null, default));
        Assert.Contains("this machine only", fault.Message, StringComparison.Ordinal);
    }

    private async Task<HttpClient> HttpAsync() => new() { BaseAddress = (await fixture.StartAsync()).Url };
}
