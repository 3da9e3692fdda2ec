using System.Text;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Store;

namespace Sluice.Host.Bench;

/// <summary>A metadata store that benches write what they found to.</summary>
/// <param name="store">A store's folder, with or without <c>embedded:</c> in front, or a server's URL.</param>
internal sealed class BenchStore(string store)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Brings its tables up to date: what is wrong with it shows before hours of measuring, not after.</summary>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="UsageException">It can't be reached, or its schema is newer than this program.</exception>
    public Task PrepareAsync(CancellationToken stop) => WithClientAsync(static (_, _) => Task.CompletedTask, stop);

    /// <summary>Adds rows.</summary>
    /// <param name="rows">By table, each an object of JSON.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="UsageException">It can't be reached, or does not take them.</exception>
    public Task WriteAsync(IReadOnlyList<(string Table, IEnumerable<string> Rows)> rows, CancellationToken stop) => WithClientAsync(async (client, end) =>
    {
        foreach (var (table, lines) in rows)
            await client.InsertAsync($"INSERT INTO {table} FORMAT JSONEachRow", Encoding.UTF8.GetBytes(string.Join('\n', lines)), "", end);
    }, stop);

    private async Task WithClientAsync(Func<ClickHouseClient, CancellationToken, Task> use, CancellationToken stop)
    {
        try
        {
            var folder = ClickHouseEndpoint.EmbeddedFolder(store) ?? (store.Contains("://", StringComparison.Ordinal) ? null : store);
            if (folder == null && ClickHouseEndpoint.Fault(store) is { } fault) throw new UsageException($"--store: the URL {fault}");
            var served = folder == null || !Directory.Exists(folder) ? null : await StoreAddress.FindAsync(folder, stop);
            await using var child = folder == null || served != null ? null : await EmbeddedStore.StartAsync(folder, null, stop);
            var endpoint = folder == null ? ClickHouseEndpoint.Parse(store) : new(served ?? child!.Url, "", "", "");
            using var client = new ClickHouseClient(endpoint, endpoint.Database, Patience);
            await Migrations.ApplyAsync(client, endpoint.Database, Migrations.All, stop);
            await use(client, stop);
        }
        catch (Exception gone) when (gone is StoreException or ClickHouseException or SchemaException or HttpRequestException or IOException)
        {
            throw new UsageException($"--store: {gone.Message}");
        }
    }
}
