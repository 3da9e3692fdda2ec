using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Tests.Sinks.ClickHouse;

/// <summary>Just enough of ClickHouse's HTTP interface for a sink to write to, on a real socket, with faults where a test wants them.</summary>
internal sealed class FakeClickHouse : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    public int Port { get; init; } = FreePort.Take();

    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>Blocks stored: token, statement and rows. A block that comes twice is stored once.</summary>
    public ConcurrentDictionary<string, (string Statement, byte[] Rows)> Blocks { get; } = new();

    /// <summary>Tokens in the order they came, repetitions too.</summary>
    public ConcurrentQueue<string> Tokens { get; } = new();

    /// <summary>Tokens that came again with other rows: must stay empty.</summary>
    public ConcurrentQueue<string> Changed { get; } = new();

    /// <summary>Looks at each insert, its statement and token, before it is stored; what it returns is answered instead.</summary>
    public Func<string, string, (int Status, string Text)?> BeforeStore { get; set; } = static (_, _) => null;

    /// <summary>Looks at each insert after it was stored: the answer is lost.</summary>
    public Func<string, string, (int Status, string Text)?> AfterStore { get; set; } = static (_, _) => null;

    /// <summary>Waited for before each answer.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public FakeClickHouse Start()
    {
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
        return this;
    }

    /// <summary>Rows stored for a table.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="rowBytes">The size of a row where blocks are RowBinary; in Native each says how many it has.</param>
    public long RowsOf(string table, int rowBytes = 1)
        => Blocks.Values.Where(block => block.Statement.StartsWith($"INSERT INTO {table} ", StringComparison.Ordinal))
            .Sum(block => block.Statement.EndsWith(" Native", StringComparison.Ordinal) ? CountOf(block.Rows) : block.Rows.Length / rowBytes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _serving;
        _stop.Dispose();
    }

    /// <summary>The second number of a Native block, behind the number of columns.</summary>
    private static long CountOf(byte[] block)
    {
        var input = new BinaryReader(new MemoryStream(block));
        _ = input.Read7BitEncodedInt();
        return input.Read7BitEncodedInt();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            HttpListenerContext http;
            try
            {
                http = await _listener.GetContextAsync();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(http);
        }
    }

    private async Task AnswerAsync(HttpListenerContext http)
    {
        try
        {
            using var body = new MemoryStream();
            Stream input = http.Request.InputStream;
            if (http.Request.Headers["Content-Encoding"] == "gzip") input = new GZipStream(input, CompressionMode.Decompress);
            await input.CopyToAsync(body);
            var (status, text) = Run(http.Request, body.ToArray());
            await Gate.WaitAsync(_stop.Token);
            http.Response.StatusCode = status;
            if (status != 200 && text.StartsWith("Code: ", StringComparison.Ordinal))
                http.Response.Headers["X-ClickHouse-Exception-Code"] = text[6..text.IndexOf('.', StringComparison.Ordinal)];
            await http.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            http.Response.Close();
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The sink went away, or the server did.
        }
    }

    private (int Status, string Text) Run(HttpListenerRequest request, byte[] body)
    {
        var statement = request.QueryString["query"] ?? Encoding.UTF8.GetString(body);
        if (statement.StartsWith("SELECT max(version)", StringComparison.Ordinal)) return (200, $"{Migrations.All.Count}\n");
        if (request.QueryString["insert_deduplication_token"] is not { } token) return (200, "");
        if (BeforeStore(statement, token) is { } refused) return refused;
        Tokens.Enqueue(token);
        if (!Blocks.TryAdd(token, (statement, body)) && !Blocks[token].Rows.AsSpan().SequenceEqual(body)) Changed.Enqueue(token);
        return AfterStore(statement, token) ?? (200, "");
    }
}
