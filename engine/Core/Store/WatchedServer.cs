using Sluice.Abstractions;

namespace Sluice.Core.Store;

/// <summary>A child server that is started again, at the same address, when it ends by itself.</summary>
internal sealed class WatchedServer : IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private readonly Description _what;
    private readonly IStageLog? _log;
    private readonly CancellationTokenSource _stop = new();
    private ChildServer _child;
    private Task _watch = Task.CompletedTask;

    private WatchedServer(Description what, IStageLog? log, ChildServer child, string address)
        => (_what, _log, _child, Address) = (what, log, child, address);

    /// <summary>Host and port; stay the same.</summary>
    public string Address { get; }

    /// <summary>The child's process id.</summary>
    public int ProcessId => _child.Id;

    /// <summary>Starts the server and waits until it is ready.</summary>
    /// <param name="what">How it is started.</param>
    /// <param name="log">Told when it ends by itself; may be null.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="StoreException">It cannot be started.</exception>
    public static async Task<WatchedServer> StartAsync(Description what, IStageLog? log, CancellationToken stop)
    {
        var (child, line) = await LaunchAsync(what, "127.0.0.1:0", stop);
        var server = new WatchedServer(what, log, child, what.AddressIn(line)!);
        server._watch = Task.Run(server.WatchAsync, CancellationToken.None);
        return server;
    }

    /// <summary>Stops the child.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _watch;
        await _child.DisposeAsync();
        _stop.Dispose();
    }

    private static Task<(ChildServer Server, string Line)> LaunchAsync(Description what, string address, CancellationToken stop)
    {
        var (program, arguments) = what.Command(address);
        return ChildServer.StartAsync(program, arguments, line => what.AddressIn(line) != null, stop);
    }

    private async Task WatchAsync()
    {
        var wait = FirstWait;
        try
        {
            while (true)
            {
                await _child.Exited.WaitAsync(_stop.Token);
                _log?.Warn($"{_what.Name} ended by itself and is started again. {_child.LastLines}");
                while (!await TryRestartAsync())
                {
                    await Task.Delay(wait, _stop.Token);
                    wait = TimeSpan.FromSeconds(Math.Min(10, wait.TotalSeconds * 2));
                }

                wait = FirstWait;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The engine stops.
        }
    }

    private async Task<bool> TryRestartAsync()
    {
        try
        {
            var (child, _) = await LaunchAsync(_what, Address, _stop.Token);
            await _child.DisposeAsync();
            _child = child;
            return true;
        }
        catch (StoreException fault)
        {
            _log?.Error($"{_what.Name} cannot be started again: {fault.Message}");
            return false;
        }
    }

    /// <summary>How a server is started.</summary>
    /// <param name="Name">For messages.</param>
    /// <param name="Command">The program and its arguments, for an address to listen on; port 0 for a free one.</param>
    /// <param name="AddressIn">The address in a line of its output that says it is ready; null for any other line.</param>
    internal sealed record Description(
        string Name, Func<string, (string Program, IEnumerable<string> Arguments)> Command, Func<string, string?> AddressIn);
}
