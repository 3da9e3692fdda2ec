using System.Net;
using System.Net.Sockets;

namespace Sluice.EndToEnd.Tests.Servers;

/// <summary>
/// Stands between the engine and one camera of a real RTSP server, over TCP, and does to the connection what it is told: hands on,
/// or one <see cref="Fault"/>. It works on whole RTSP messages and interleaved packets.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly int _upstream;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<ProxyLink> _links = [];
    private TcpListener _listener;
    private Task _accepting;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Fault _fault = Fault.None;
    private long _accepted;
    private long _touched;

    /// <summary>Listens on a free port of this machine.</summary>
    /// <param name="upstream">The port of the camera's server.</param>
    public FaultProxy(int upstream)
    {
        _upstream = upstream;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    public int Port { get; }

    /// <summary>What is done now.</summary>
    public Fault Fault => Volatile.Read(ref _fault);

    /// <summary>Completes when another fault is set.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Connections accepted so far.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Packets and answers that the faults left out, changed or held so far.</summary>
    public long Touched => Interlocked.Read(ref _touched);

    /// <summary>Connections that are open.</summary>
    public int Open
    {
        get
        {
            lock (_links) return _links.Count;
        }
    }

    /// <summary>Begins a fault, or ends it with <see cref="Fault.None"/>.</summary>
    public void Set(Fault fault)
    {
        var was = Interlocked.Exchange(ref _fault, fault);
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        if (fault.Kind == FaultKind.Refuse)
        {
            _listener.Stop();
        }
        else if (was.Kind == FaultKind.Refuse)
        {
            _listener = Listen(Port);
            _accepting = AcceptAsync(_listener);
        }

        if (fault.ClosesConnections) CloseAll(reset: fault.Kind == FaultKind.Reset);

        // Those who were let wait for an answer will not get one any more.
        else if (was.IgnoresClients) CloseAll(reset: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] ended;
        lock (_links) ended = [.. _links.Select(static link => link.Ended)];
        CloseAll(reset: false);
        await Task.WhenAll(ended);
        _stop.Dispose();
    }

    /// <summary>Counts what a fault did to the stream.</summary>
    internal void Touch() => Interlocked.Increment(ref _touched);

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);

        // Connections of before may still be closing on the same port.
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        return listener;
    }

    private void CloseAll(bool reset)
    {
        ProxyLink[] links;
        lock (_links) links = [.. _links];
        foreach (var link in links) link.Close(reset);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                var link = new ProxyLink(this, client, _upstream);
                lock (_links) _links.Add(link);
                _ = RemoveAsync(link);
                link.Start(_stop.Token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Refusing from now on, or over.
        }
    }

    private async Task RemoveAsync(ProxyLink link)
    {
        await link.Ended;
        lock (_links) _links.Remove(link);
    }
}
