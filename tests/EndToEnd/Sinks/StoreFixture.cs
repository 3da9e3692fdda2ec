using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Store;

namespace Sluice.Tests.Sinks;

/// <summary>One embedded store for the tests that only need some store; each makes a database of its own.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-store-").FullName;
    private EmbeddedStore? _store;

    public async Task<EmbeddedStore> StartAsync() => _store ??= await EmbeddedStore.StartAsync(_folder, null, default);

    internal async Task<ClickHouseClient> ClientAsync(string database = "", bool create = true)
    {
        var store = await StartAsync();
        var endpoint = new ClickHouseEndpoint(store.Url, database, "", "");
        if (database.Length > 0 && create)
        {
            using var first = new ClickHouseClient(endpoint, "", TimeSpan.FromSeconds(30));
            await first.ExecuteAsync($"CREATE DATABASE IF NOT EXISTS {database}", default);
        }

        return new(endpoint, database, TimeSpan.FromSeconds(30));
    }

    /// <summary>Asks until there is an answer: the port is closed until a killed child is back.</summary>
    internal static async Task<T> PersistAsync<T>(Func<Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_store != null) await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
