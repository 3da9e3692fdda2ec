using Sluice.Abstractions;

namespace Sluice.Core.Store;

/// <summary>The metadata store of an engine that has no server: a child process over a folder, started, watched and stopped here.</summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private const string Ready = "listening http://";
    private const int MostServed = 3;
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ClosingPoll = TimeSpan.FromMilliseconds(300);
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
        var begun = TimeProvider.System.GetTimestamp();
        var served = 0;
        while (true)
        {
            try
            {
                return new(await WatchedServer.StartAsync(what, log, stop));
            }
            catch (StoreException fault) when (fault.Message.Contains(StoreServer.InUse, StringComparison.Ordinal) && TimeProvider.System.GetElapsedTime(begun) < ClosingPatience)
            {
                // The store of an engine that was killed ends by itself, and takes a moment for its files. One that goes on answering has an owner.
                if (await StoreAddress.FindAsync(folder, stop) != null && ++served >= MostServed) throw;
                await Task.Delay(ClosingPoll, stop);
            }
        }
    }

    /// <summary>Stops the child: requests under way end, the engine in it closes its files.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
