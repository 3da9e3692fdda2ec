using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Native.Chdb;

namespace Sluice.Core.Store;

/// <summary>
/// Answers ClickHouse's HTTP interface from the embedded engine: the query in the URL or the body, rows in the body, settings and
/// parameters in the URL, a session of its own for each request. Not there: block compression, server-side sessions, users.
/// </summary>
internal sealed class StoreFront : IDisposable
{
    /// <summary>The largest request body, in bytes.</summary>
    public const long BodyLimitBytes = 256L << 20;

    // What the URL may carry that is no setting of the engine.
    private static readonly HashSet<string> NotSettings = new(StringComparer.Ordinal)
    {
        "query", "database", "default_format", "user", "password", "query_id", "session_id", "session_timeout", "session_check", "compress",
        "decompress", "enable_http_compression", "http_zlib_compression_level", "wait_end_of_query", "buffer_size", "role", "quota_key",
        "client_protocol_version", "http_write_exception_in_output_format", "stacktrace", "readonly", "add_http_cors_header",
    };

    private readonly string _folder;
    private readonly ChdbConnection _keeper;
    private readonly SemaphoreSlim _slots = new(4);

    /// <summary>Opens the store.</summary>
    /// <param name="folder">Absolute path; made when missing.</param>
    /// <exception cref="ChdbException">Another process has it open.</exception>
    /// <exception cref="DllNotFoundException">The library isn't there.</exception>
    public StoreFront(string folder)
    {
        _folder = folder;
        // Held for the life of the front: the engine stops with its last connection, and starting it takes a tenth of a second.
        _keeper = new(folder, "--max_server_memory_usage=2000000000");
        Version = _keeper.QueryText("SELECT version()").Trim();
    }

    /// <summary>The port whose requests only read the store's own tables; null for none.</summary>
    public int? ReadOnlyPort { get; set; }

    /// <summary>The engine's version.</summary>
    public string Version { get; }

    public async Task HandleAsync(HttpContext http)
    {
        var request = http.Request;
        http.Response.Headers["X-ClickHouse-Server-Display-Name"] = "sluice-store";
        http.Response.Headers["X-ClickHouse-Timezone"] = "UTC";
        http.Response.Headers["X-ClickHouse-Query-Id"] = (string?)request.Query["query_id"] ?? Guid.CreateVersion7().ToString();
        try
        {
            if (!IsOfThisMachine(request))
                throw new ChdbException("Code: 497. DB::Exception: The store answers programs of this machine, not web pages. (ACCESS_DENIED)");
            if (request.Query["compress"] == "1" || request.Query["decompress"] == "1")
                throw new ChdbException("Code: 48. DB::Exception: Block compression is not there over HTTP; use Content-Encoding: gzip. (NOT_IMPLEMENTED)");
            var statement = await StoreRequest.ReadAsync(request, http.RequestAborted);
            if (statement.Sql.IsEmpty && HttpMethods.IsGet(request.Method))
            {
                await http.Response.WriteAsync("Ok.\n", http.RequestAborted);
                return;
            }

            await _slots.WaitAsync(http.RequestAborted);
            try
            {
                await RunAsync(http, statement);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (ChdbException fault)
        {
            await FailAsync(http, fault);
        }
    }

    public void Dispose()
    {
        _keeper.Dispose();
        _slots.Dispose();
    }

    // A web page that a browser of this machine shows can send requests here too: by its origin, or by a name that it made point here.
    private static bool IsOfThisMachine(HttpRequest request)
        => request.Headers.Origin.Count == 0
            && (request.Host.Host == "localhost" || (IPAddress.TryParse(request.Host.Host, out var address) && IPAddress.IsLoopback(address)));

    private async Task RunAsync(HttpContext http, StoreRequest statement)
    {
        var response = http.Response;
        var head = SqlText.Parse(statement.Sql.Span);
        if (head.Kind == SqlKind.Empty) throw new ChdbException("Code: 62. DB::Exception: Syntax error: Empty query. (SYNTAX_ERROR)");
        if (head.Kind == SqlKind.Many)
            throw new ChdbException("Code: 62. DB::Exception: Syntax error (Multi-statements are not allowed). (SYNTAX_ERROR)");
        if (head.Kind != SqlKind.Read && HttpMethods.IsGet(http.Request.Method))
            throw new ChdbException("Code: 164. DB::Exception: Cannot write over GET: use POST. (READONLY)");
        var readsOnly = http.Connection.LocalPort == ReadOnlyPort;
        if (readsOnly && head.Kind != SqlKind.Read)
            throw new ChdbException("Code: 164. DB::Exception: This address of the store is for reading: nothing can be written or changed here. (READONLY)");
        if (readsOnly && head.ReachesFor is { } outside)
            throw new ChdbException($"Code: 497. DB::Exception: This address of the store reads its own tables only, and '{outside}' reads other things. (ACCESS_DENIED)");
        using var connection = await Task.Run(() => Open(http.Request, readsOnly), http.RequestAborted);
        if (head.Kind == SqlKind.Insert)
        {
            var rows = await Task.Run(() => Insert(connection, statement, head), http.RequestAborted);
            response.Headers["X-ClickHouse-Summary"] = Summary(0, rows, 0);
            return;
        }

        var format = head.Format ?? (string?)http.Request.Query["default_format"] ?? (string?)http.Request.Headers["X-ClickHouse-Format"] ?? "TabSeparated";
        using var result = await Task.Run(() => connection.Query(statement.Sql.Span[..head.Length], format), http.RequestAborted);
        response.Headers["X-ClickHouse-Format"] = format;
        response.Headers["X-ClickHouse-Summary"] = Summary(result.Rows, result.RowsWritten, result.Bytes.Length);
        response.ContentType = ContentTypeOf(format);
        await WriteAsync(http, result);
    }

    private static async Task WriteAsync(HttpContext http, ChdbResult result)
    {
        // The answer stays in native memory; it goes out in pieces so that a slow reader holds the memory once.
        const int Piece = 64 << 10;
        var length = result.Bytes.Length;
        var output = http.Response.BodyWriter;
        await using var packed = WantsGzip(http.Request) ? new GZipStream(http.Response.Body, CompressionLevel.Fastest) : null;
        if (packed != null)
        {
            http.Response.Headers.ContentEncoding = "gzip";
            output = PipeWriter.Create(packed, new(leaveOpen: true));
        }

        for (var at = 0; at < length; at += Piece)
        {
            var size = Math.Min(Piece, length - at);
            result.Bytes.Slice(at, size).CopyTo(output.GetSpan(size));
            output.Advance(size);
            await output.FlushAsync(http.RequestAborted);
        }
    }

    // As ClickHouse does it: the header alone is not enough.
    private static bool WantsGzip(HttpRequest request)
        => request.Query["enable_http_compression"] == "1" && request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);

    private static long Insert(ChdbConnection connection, StoreRequest statement, in SqlText head)
    {
        using var insert = connection.BeginInsert(Encoding.UTF8.GetString(statement.Sql.Span[..head.Length]), head.Format!);
        insert.Append(statement.Sql.Span[head.DataStart..]);
        insert.Append(statement.Data.Span);
        return insert.Complete();
    }

    private ChdbConnection Open(HttpRequest request, bool readsOnly)
    {
        var connection = new ChdbConnection(_folder);
        try
        {
            var database = (string?)request.Query["database"] ?? (string?)request.Headers["X-ClickHouse-Database"];
            if (!string.IsNullOrEmpty(database)) connection.QueryText($"USE `{Escape(database, '`')}`", "Null");
            foreach (var (name, value) in request.Query)
            {
                if (NotSettings.Contains(name)) continue;
                if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
                    throw new ChdbException($"Code: 115. DB::Exception: Unknown setting '{name}'. (UNKNOWN_SETTING)");
                connection.QueryText($"SET {name} = '{Escape(value.ToString(), '\'')}'", "Null");
            }

            // A GET may read only, whatever the statement says; 2 still lets it choose formats and limits.
            var readOnly = request.Query["readonly"].ToString();
            if ((readsOnly || HttpMethods.IsGet(request.Method)) && readOnly != "1") readOnly = "2";
            if (readOnly is "1" or "2") connection.QueryText($"SET readonly = {readOnly}", "Null");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private async Task FailAsync(HttpContext http, ChdbException fault)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = fault.Code switch
        {
            497 or 291 or 164 => StatusCodes.Status403Forbidden,
            16 or 46 or 47 or 50 or 60 or 73 or 81 or 115 => StatusCodes.Status404NotFound,
            6 or 26 or 27 or 32 or 33 or 36 or 41 or 43 or 53 or 62 or 117 => StatusCodes.Status400BadRequest,
            159 or 209 => StatusCodes.Status408RequestTimeout,
            48 => StatusCodes.Status501NotImplemented,
            _ => StatusCodes.Status500InternalServerError,
        };
        http.Response.Headers["X-ClickHouse-Exception-Code"] = fault.Code.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = "text/plain; charset=UTF-8";
        var version = fault.Message.Contains("(version", StringComparison.Ordinal) ? "" : $" (version {Version})";
        await http.Response.WriteAsync($"{fault.Message}{version}\n", http.RequestAborted);
    }

    private static string Escape(string text, char quote)
        => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(quote.ToString(), "\\" + quote, StringComparison.Ordinal);

    private static string Summary(long read, long written, long bytes) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"read_rows":"{{read}}","read_bytes":"0","written_rows":"{{written}}","written_bytes":"0","total_rows_to_read":"0","result_rows":"{{(read > 0 ? read : written)}}","result_bytes":"{{bytes}}"}""");

    private static string ContentTypeOf(string format) => format switch
    {
        "JSON" or "JSONCompact" or "JSONStrings" => "application/json; charset=UTF-8",
        "JSONEachRow" or "JSONCompactEachRow" or "JSONCompactEachRowWithNamesAndTypes" => "application/x-ndjson; charset=UTF-8",
        "TabSeparated" or "TSV" or "TSVWithNames" or "TabSeparatedWithNames" => "text/tab-separated-values; charset=UTF-8",
        "CSV" or "CSVWithNames" => "text/csv; charset=UTF-8",
        "RowBinary" or "Native" or "Parquet" or "ArrowStream" => "application/octet-stream",
        _ => "text/plain; charset=UTF-8",
    };
}
