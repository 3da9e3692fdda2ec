using Sluice.Abstractions;

namespace Sluice.Core.Store;

/// <summary>The metadata store of an engine that has no server: a child process over a folder, started, watched and stopped here.</summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private const string Ready = "listening ";
    private readonly string _folder;
    private readonly IStageLog? _log;
    private readonly CancellationTokenSource _stop = new();
    private ChildServer _child;
    private Task _watch = Task.CompletedTask;

    private EmbeddedStore(string folder, IStageLog? log, ChildServer child, Uri url)
        => (_folder, _log, _child, Url) = (folder, log, child, url);

    /// <summary>Where it answers ClickHouse's HTTP interface; stays the same when the child has to be started again.</summary>
    public Uri Url { get; }

    /// <summary>The child's process id.</summary>
    public int ProcessId => _child.Id;

    /// <summary>Starts the store and waits until it answers.</summary>
    /// <param name="folder">Its folder; made when missing.</param>
    /// <param name="log">Told when the child ends by itself and is started again; may be null.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="StoreException">The folder is open in another process, or the library is missing.</exception>
    public static async Task<EmbeddedStore> StartAsync(string folder, IStageLog? log, CancellationToken stop)
    {
        folder = Path.GetFullPath(folder);
        var (child, line) = await LaunchAsync(folder, "127.0.0.1:0", stop);
        var store = new EmbeddedStore(folder, log, child, new(line[Ready.Length..]));
        store._watch = Task.Run(store.WatchAsync, CancellationToken.None);
        return store;
    }

    /// <summary>Stops the child: requests under way end, its memory is written out.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _watch;
        await _child.DisposeAsync();
        _stop.Dispose();
    }

    private static Task<(ChildServer Server, string Line)> LaunchAsync(string folder, string listen, CancellationToken stop)
    {
        var (program, arguments) = OwnProgram.Command("store", folder, "--listen", listen, "--until-input-ends");
        return ChildServer.StartAsync(program, arguments, line => line.StartsWith(Ready, StringComparison.Ordinal), stop);
    }

    private async Task WatchAsync()
    {
        var wait = TimeSpan.FromMilliseconds(200);
        try
        {
            while (true)
            {
                await _child.Exited.WaitAsync(_stop.Token);
                _log?.Warn($"The store '{_folder}' ended by itself and is started again. {_child.LastLines}");
                try
                {
                    var (child, _) = await LaunchAsync(_folder, Url.Authority, _stop.Token);
                    await _child.DisposeAsync();
                    _child = child;
                    wait = TimeSpan.FromMilliseconds(200);
                }
                catch (StoreException fault)
                {
                    _log?.Error($"The store '{_folder}' cannot be started again: {fault.Message}");
                    await Task.Delay(wait, _stop.Token);
                    wait = TimeSpan.FromSeconds(Math.Min(10, wait.TotalSeconds * 2));
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The engine stops.
        }
    }
}
