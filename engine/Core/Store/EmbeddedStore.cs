using Sluice.Abstractions;

namespace Sluice.Core.Store;

/// <summary>The metadata store of an engine that has no server: a child process over a folder, started, watched and stopped here.</summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private const string Ready = "listening http://";
    private readonly WatchedServer _server;

    private EmbeddedStore(WatchedServer server) => (_server, Url) = (server, new($"http://{server.Address}/"));

    /// <summary>Where it answers ClickHouse's HTTP interface; stays the same when the child has to be started again.</summary>
    public Uri Url { get; }

    /// <summary>The child's process id.</summary>
    public int ProcessId => _server.ProcessId;

    /// <summary>Starts the store and waits until it answers.</summary>
    /// <param name="folder">Its folder; made when missing.</param>
    /// <param name="log">Told when the child ends by itself and is started again; may be null.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="readOnly">Another address, for dashboards, whose requests can only read; null for none.</param>
    /// <exception cref="StoreException">The folder is open in another process, or the library is missing.</exception>
    public static async Task<EmbeddedStore> StartAsync(string folder, IStageLog? log, CancellationToken stop, string? readOnly = null)
    {
        folder = Path.GetFullPath(folder);
        var what = new WatchedServer.Description(
            $"The store '{folder}'",
            address => OwnProgram.Command(["store", folder, "--listen", address, "--until-input-ends", .. readOnly == null ? Array.Empty<string>() : ["--read-only", readOnly]]),
            line => line.StartsWith(Ready, StringComparison.Ordinal) ? line[Ready.Length..] : null);
        return new(await WatchedServer.StartAsync(what, log, stop));
    }

    /// <summary>Stops the child: requests under way end, the engine in it closes its files.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
