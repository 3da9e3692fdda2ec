using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Sluice.Native.Chdb;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>ClickHouse's HTTP interface: statements and blocks of rows. Thread-safe. https://clickhouse.com/docs/interfaces/http</summary>
internal sealed class ClickHouseClient : IDisposable
{
    private const int ErrorLimit = 4096;
    private readonly HttpClient _http;
    private readonly ClickHouseEndpoint _endpoint;
    private readonly string _database;
    private readonly string? _encoding;

    /// <summary>Prepares a client; nothing is sent.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="database">The database statements run in; empty for the user's own.</param>
    /// <param name="timeout">How long one request may take.</param>
    /// <param name="compress">How blocks of rows are compressed.</param>
    public ClickHouseClient(ClickHouseEndpoint endpoint, string database, TimeSpan timeout, BlockCompression compress = BlockCompression.None)
    {
        (_endpoint, _database) = (endpoint, database);
        _encoding = compress switch
        {
            BlockCompression.Auto => endpoint.Url.IsLoopback ? null : "br",
            BlockCompression.Gzip => "gzip",
            BlockCompression.Brotli => "br",
            _ => null,
        };
        _http = new(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Shorter than the server's own limit: a request on a connection that the server is just closing would fail.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            AutomaticDecompression = DecompressionMethods.GZip,
        })
        {
            BaseAddress = endpoint.Url,
            Timeout = timeout,
        };
        if (endpoint.User.Length == 0) return;
        var pair = Encoding.UTF8.GetBytes($"{endpoint.User}:{endpoint.Password}");
        _http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(pair));
    }

    /// <summary>Runs a statement and reads its answer as text.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="inDatabase">False where the database is yet to be made.</param>
    /// <exception cref="ClickHouseException">The server refused it.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<string> ExecuteAsync(string sql, CancellationToken stop, bool inDatabase = true)
    {
        using var content = new StringContent(sql);
        using var answer = await SendAsync(Query(inDatabase, ""), content, stop);
        return await answer.Content.ReadAsStringAsync(stop);
    }

    /// <summary>Runs a query and hands its answer over while it comes.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="settings">More of the URL, such as <c>readonly=1</c>.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The answer; the caller disposes it.</returns>
    public async Task<HttpResponseMessage> QueryAsync(string sql, string settings, CancellationToken stop)
    {
        using var content = new StringContent(sql);
        return await SendAsync(Query(true, settings), content, stop);
    }

    /// <summary>Sends a block of rows.</summary>
    /// <param name="statement"><c>INSERT INTO t (a, b) FORMAT RowBinary</c>.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="settings">More of the URL, such as the deduplication token.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="ClickHouseException">The server refused it.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task InsertAsync(string statement, ReadOnlyMemory<byte> rows, string settings, CancellationToken stop)
    {
        using var packed = _encoding == null ? null : Pack(rows);
        using var content = new ReadOnlyMemoryContent(packed?.Written ?? rows);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (_encoding != null) content.Headers.ContentEncoding.Add(_encoding);
        var url = Query(true, $"query={Uri.EscapeDataString(statement)}{(settings.Length == 0 ? "" : "&")}{settings}");
        using var answer = await SendAsync(url, content, stop);
    }

    public void Dispose() => _http.Dispose();

    private PooledWriter Pack(ReadOnlyMemory<byte> rows)
    {
        var packed = new PooledWriter();
        using var sink = new WriterStream(packed);
        using Stream stream = _encoding == "br" ? new BrotliStream(sink, CompressionLevel.Fastest) : new GZipStream(sink, CompressionLevel.Fastest);
        stream.Write(rows.Span);
        return packed;
    }

    private string Query(bool inDatabase, string more)
    {
        var database = inDatabase && _database.Length > 0 ? $"database={Uri.EscapeDataString(_database)}" : "";
        return $"/?{database}{(database.Length > 0 && more.Length > 0 ? "&" : "")}{more}";
    }

    private async Task<HttpResponseMessage> SendAsync(string url, HttpContent content, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            // The client's own timeout must not pass for a cancellation.
            throw new HttpRequestException($"{_endpoint} gave no answer within {_http.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.");
        }
        catch (HttpRequestException fault)
        {
            throw new HttpRequestException($"{_endpoint} cannot be reached: {fault.Message}", fault);
        }

        if (answer.IsSuccessStatusCode) return answer;
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(stop);
            text = text.Length > ErrorLimit ? text[..ErrorLimit] : text.TrimEnd();
            // Older servers name the code only in the text.
            var code = answer.Headers.TryGetValues("X-ClickHouse-Exception-Code", out var values)
                && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var named) ? named : ChdbException.ParseCode(text);
            throw new ClickHouseException($"{_endpoint} answered {(int)answer.StatusCode}: {text}", code, answer.StatusCode);
        }
    }
}
