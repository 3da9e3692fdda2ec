using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Store;

namespace Sluice.Tests.Sinks;

/// <summary>The address of an embedded store that others read, and other people's client against it.</summary>
public sealed class StoreReaderTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-reader-").FullName;
    private readonly int _port = FreePort.Take();
    private EmbeddedStore? _store;

    private Uri Reader => new($"http://127.0.0.1:{_port}/");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_store != null) await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [ServerFact("libchdb.so")]
    public async Task Read_OnTheReadersAddress_ReadsAndNothingElse()
    {
        await StartAsync();
        using var http = new HttpClient { BaseAddress = Reader };
        Assert.Equal("7\n", await TextAsync(http, "SELECT n FROM t"));
        foreach (var (sql, status, words) in new[]
        {
            ("DROP TABLE t", HttpStatusCode.Forbidden, "for reading"),
            ("INSERT INTO t VALUES (8)", HttpStatusCode.Forbidden, "for reading"),
            ("SELECT 1 INTO OUTFILE '" + Path.Combine(_folder, "x") + "'", HttpStatusCode.Forbidden, "for reading"),
            ("SELECT * FROM file('/etc/hostname', 'LineAsString')", HttpStatusCode.Forbidden, "its own tables only"),
            ("SET readonly = 0", HttpStatusCode.Forbidden, "for reading"),
        })
        {
            var answer = await http.PostAsync("/", new StringContent(sql));
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(_folder, "x")));
        Assert.Equal("7\n", await TextAsync(http, "SELECT n FROM t"));
    }

    [ServerFact("libchdb.so")]
    public async Task Read_AsADashboardDoes_AnswersNativeAndJsonPackedOrNot()
    {
        await StartAsync();
        using var http = new HttpClient { BaseAddress = Reader };
        // A block of Native: columns, rows, then name, type and values of each column.
        var native = await (await http.PostAsync("/?default_format=Native", new StringContent("SELECT n FROM t"))).Content.ReadAsByteArrayAsync();
        Assert.Equal((byte[])[1, 1, 1, (byte)'n', 5, .. "UInt8"u8, 7], native);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/?enable_http_compression=1") { Content = new StringContent("SELECT n FROM t FORMAT JSON") };
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        var packed = await http.SendAsync(request);
        Assert.Equal("gzip", Assert.Single(packed.Content.Headers.ContentEncoding));
        await using var gzip = new GZipStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var json = await System.Text.Json.JsonDocument.ParseAsync(gzip);
        Assert.Equal(7, json.RootElement.GetProperty("data")[0].GetProperty("n").GetInt32());
    }

    [JavaScriptClientFact]
    public async Task Client_OfClickHouseItself_PassesOnBothAddresses()
    {
        await StartAsync();
        foreach (var (url, mode, packed) in new[] { (_store!.Url, "write", "plain"), (_store.Url, "write", "gzip"), (Reader, "read", "plain"), (Reader, "read", "gzip") })
        {
            var start = new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests/EndToEnd/Sinks/clickhouse.mjs"), JavaScriptClientFactAttribute.Client, url.ToString(), mode, packed])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            };
            using var node = Process.Start(start)!;
            var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            await node.WaitForExitAsync();
            Assert.True(node.ExitCode == 0, await output + await error);
        }
    }

    private static async Task<string> TextAsync(HttpClient http, string sql)
        => await (await http.PostAsync("/", new StringContent(sql))).EnsureSuccessStatusCode().Content.ReadAsStringAsync();

    private async Task StartAsync()
    {
        _store = await EmbeddedStore.StartAsync(Path.Combine(_folder, "store"), null, default, $"127.0.0.1:{_port}");
        using var client = new ClickHouseClient(new(_store.Url, "", "", ""), "", TimeSpan.FromSeconds(30));
        await client.ExecuteAsync("CREATE TABLE t (n UInt8) ENGINE = MergeTree ORDER BY n", default);
        await client.ExecuteAsync("INSERT INTO t SELECT 7", default);
    }
}
