using System.Text.Json;
using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Core.Store;

/// <summary>Asks a store or a server in SQL.</summary>
public static class StoreQuery
{
    private const string Format = "JSONCompactEachRowWithNamesAndTypes";

    /// <summary>Runs one statement.</summary>
    /// <param name="store">A store's folder, which is served for the length of the query unless an engine serves it already; or the URL of
    /// a server, <c>http://user:password@host:8123/database</c>.</param>
    /// <param name="sql">One statement, without FORMAT.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Its answer; the caller disposes it.</returns>
    /// <exception cref="StoreException">There is no such store, or it cannot be reached.</exception>
    /// <exception cref="ClickHouseException">The statement was refused.</exception>
    public static async Task<StoreAnswer> RunAsync(string store, string sql, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (store.StartsWith("embedded:", StringComparison.Ordinal)) store = store["embedded:".Length..];
        if (store.Contains("://", StringComparison.Ordinal))
        {
            if (ClickHouseEndpoint.Fault(store) is { } fault) throw new StoreException($"The store's URL {fault}");
            var endpoint = ClickHouseEndpoint.Parse(store);
            return await AskAsync(endpoint, sql, null, stop);
        }

        if (!Directory.Exists(store)) throw new StoreException($"There is no store at '{store}'; a graph with 'url: embedded:FOLDER' makes one.");
        if (await StoreAddress.FindAsync(store, stop) is { } served) return await AskAsync(new(served, "", "", ""), sql, null, stop);
        var started = await EmbeddedStore.StartAsync(store, null, stop);
        return await AskAsync(new(started.Url, "", "", ""), sql, started, stop);
    }

    private static async Task<StoreAnswer> AskAsync(ClickHouseEndpoint endpoint, string sql, EmbeddedStore? started, CancellationToken stop)
    {
        var client = new ClickHouseClient(endpoint, endpoint.Database, Timeout.InfiniteTimeSpan);
        var owned = new Owned(client, started);
        try
        {
            owned.Answer = await client.QueryAsync(sql, $"default_format={Format}", stop);
            var lines = new StreamReader(await owned.Answer.Content.ReadAsStreamAsync(stop));
            return new(await ColumnsAsync(lines, stop), lines, owned);
        }
        catch (Exception fault)
        {
            await owned.DisposeAsync();
            if (fault is HttpRequestException) throw new StoreException(fault.Message, fault);
            throw;
        }
    }

    private static async Task<IReadOnlyList<StoreColumn>> ColumnsAsync(StreamReader lines, CancellationToken stop)
    {
        var names = await lines.ReadLineAsync(stop);
        var types = await lines.ReadLineAsync(stop);
        if (names == null || types == null) return [];
        try
        {
            return [.. JsonSerializer.Deserialize<string[]>(names)!.Zip(JsonSerializer.Deserialize<string[]>(types)!, (name, type) => new StoreColumn(name, type))];
        }
        catch (JsonException fault)
        {
            throw new StoreException("The answer has another form than asked for: leave FORMAT out of the statement.", fault);
        }
    }

    private sealed class Owned(ClickHouseClient client, EmbeddedStore? started) : IAsyncDisposable
    {
        public HttpResponseMessage? Answer { get; set; }

        public async ValueTask DisposeAsync()
        {
            Answer?.Dispose();
            client.Dispose();
            if (started != null) await started.DisposeAsync();
        }
    }
}
