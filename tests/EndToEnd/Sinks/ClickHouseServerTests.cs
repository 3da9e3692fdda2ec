using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Tests.Sinks;

/// <summary>An independent check of the wire: Debian's ClickHouse 18.16, on types that old servers have too.</summary>
public sealed class ClickHouseServerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-clickhouse-").FullName;
    private readonly int _port = FreePort.Take();
    private ServerProcess? _server;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server != null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [ServerFact("clickhouse-server")]
    public async Task Insert_RowBinary_ReadsBackAsWritten()
    {
        using var client = await StartAsync("");
        await client.ExecuteAsync(
            "CREATE TABLE t (b UInt8, s16 UInt16, i Int32, l Int64, f Float32, d Float64, n Nullable(Int64), m Nullable(Float64), "
            + "s String, u UUID, at DateTime('UTC'), fs Array(Float32), ss Array(String)) ENGINE = MergeTree PARTITION BY toYYYYMMDD(at) ORDER BY l",
            default);
        using var rows = new PooledWriter();
        for (var i = 0; i < 1000; i++) WriteRow(new(rows), i);
        await client.InsertAsync("INSERT INTO t FORMAT RowBinary", rows.Written, "", default);
        Assert.Equal("1000\t499500\n", await client.ExecuteAsync("SELECT count(), sum(l) FROM t", default));
        Assert.Equal(
            "1\t300\t-2\t2\t1.5\t-0.25\t\\N\t\\N\tnö \\n\\n;\t61f0c404-5cb3-11e7-907b-a6006ad3dba0\t2026-01-31 12:00:00\t[1,2.5]\t['a','','b']\n",
            await client.ExecuteAsync("SELECT * FROM t WHERE l = 2", default));
        Assert.Equal("3\t0.5\n", await client.ExecuteAsync("SELECT n, m FROM t WHERE l = 3", default));
    }

    [ServerFact("clickhouse-server")]
    public async Task Insert_PackedBlockOfArraysAndFixedStrings_ReadsBackAsWritten()
    {
        using var plain = await StartAsync("");
        using var client = new ClickHouseClient(ClickHouseEndpoint.Parse($"http://127.0.0.1:{_port}"), "", TimeSpan.FromSeconds(30), BlockCompression.Gzip);
        await client.ExecuteAsync("CREATE TABLE p (n UInt32, us Array(UInt32), cells Array(UInt8), hash FixedString(4), zero Array(String)) ENGINE = MergeTree ORDER BY n", default);
        using var rows = new PooledWriter();
        for (var i = 0; i < 1000; i++)
        {
            var row = new RowBinaryWriter(rows);
            row.Write((uint)i);
            row.Write((ReadOnlySpan<uint>)[7, uint.MaxValue]);
            row.Write((ReadOnlySpan<byte>)[0, 255]);
            row.WriteFixed("cafe");
            row.WriteZeros(1);
        }

        await client.InsertAsync("INSERT INTO p FORMAT RowBinary", rows.Written, "", default);
        Assert.Equal("1000\t499500\t[7,4294967295]\t[0,255]\tcafe\t[]\n", await client.ExecuteAsync("SELECT count(), sum(n), any(us), any(cells), any(hash), any(zero) FROM p", default));
    }

    [ServerFact("clickhouse-server")]
    public async Task Execute_OldServersError_HasItsCode()
    {
        using var client = await StartAsync("");
        var fault = await Assert.ThrowsAsync<ClickHouseException>(() => client.ExecuteAsync("SELECT * FROM missing", default));
        Assert.Equal(60, fault.Code);
    }

    [ServerFact("clickhouse-server")]
    public async Task Execute_WrongPassword_IsRefusedWithoutShowingIt()
    {
        using var client = await StartAsync("writer:wrong-secret@");
        var fault = await Assert.ThrowsAsync<ClickHouseException>(() => client.ExecuteAsync("SELECT 1", default));
        Assert.Equal((193, System.Net.HttpStatusCode.Unauthorized), (fault.Code, fault.Status));
        Assert.DoesNotContain("wrong-secret", fault.Message, StringComparison.Ordinal);
    }

    [ServerFact("clickhouse-server")]
    public async Task Execute_RightPassword_Answers()
    {
        using var client = await StartAsync("writer:test-writer@");
        Assert.Equal("1\n", await client.ExecuteAsync("SELECT 1", default));
    }

    private static void WriteRow(in RowBinaryWriter row, int i)
    {
        row.Write(true);
        row.Write((ushort)300);
        row.Write(-i);
        row.Write((long)i);
        row.Write(1.5f);
        row.Write(-0.25);
        row.Write(i % 2 == 0 ? null : (long?)i);
        row.Write(i % 2 == 0 ? null : (double?)0.5);
        row.Write("nö \n\n;");
        row.Write(Guid.Parse("61f0c404-5cb3-11e7-907b-a6006ad3dba0"));
        row.WriteSeconds(SinkFixture.Noon);
        row.Write((ReadOnlySpan<float>)[1f, 2.5f]);
        row.Write(["a", "", "b"]);
    }

    private async Task<ClickHouseClient> StartAsync(string user)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data", "tmp"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "config.xml"), $"""
            <yandex>
              <logger><level>warning</level><console>1</console></logger>
              <listen_host>127.0.0.1</listen_host>
              <http_port>{_port}</http_port>
              <path>./data/</path><tmp_path>./data/tmp/</tmp_path>
              <users_config>users.xml</users_config>
              <default_profile>default</default_profile><default_database>default</default_database>
              <timezone>UTC</timezone>
              <mark_cache_size>16777216</mark_cache_size>
            </yandex>
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "users.xml"), $"""
            <yandex>
              <profiles><default><max_threads>2</max_threads></default></profiles>
              <quotas><default/></quotas>
              <users>
                <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
                <writer><password>test-writer</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></writer>
              </users>
            </yandex>
            """);
        _server = ServerProcess.Start("clickhouse-server", _folder, "-C", "config.xml");
        await _server.ReadyAsync(_port);
        return new(ClickHouseEndpoint.Parse($"http://{user}127.0.0.1:{_port}"), "", TimeSpan.FromSeconds(30));
    }
}
