using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>One connection to one server, from INFO until it breaks. One task reads, one writes, one watches both.</summary>
internal sealed partial class NatsSession : IAsyncDisposable
{
    private readonly NatsClientOptions _options;
    private readonly Socket _socket;
    private readonly ArrayBufferWriter<byte> _control = new(4096);
    private readonly ConcurrentQueue<SentPing> _pings = new();
    private readonly WakeSignal _wake = new();
    private Stream _stream;
    private PipeReader _reader;
    private int _pongsDue;
    private int _pingDue;
    private long _lastPong;
    private volatile string _lastError = "";
    private volatile NatsServerInfo _info = new();

    private NatsSession(NatsClientOptions options, NatsEndpoint endpoint, Socket socket)
    {
        (_options, Endpoint, _socket) = (options, endpoint, socket);
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = ReaderOf(_stream);
    }

    /// <summary>Whom it is with.</summary>
    public NatsEndpoint Endpoint { get; }

    /// <summary>What the server said of itself last.</summary>
    public NatsServerInfo Info => _info;

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="NatsException">The server refused, or is not trusted.</exception>
    /// <exception cref="NatsProtocolException">It is no NATS server.</exception>
    /// <exception cref="IOException">It cannot be reached, or closed the connection.</exception>
    public static async Task<NatsSession> OpenAsync(NatsEndpoint endpoint, NatsClientOptions options, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.HandshakeLimit);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        NatsSession? session = null;
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, limit.Token);
            session = new(options, endpoint, socket);
            await session.LogInAsync(limit.Token);
            return session;
        }
        catch (Exception fault)
        {
            if (session != null) await session.DisposeAsync();
            socket.Dispose();
            throw fault switch
            {
                SocketException => new IOException($"{endpoint} cannot be reached: {fault.Message}.", fault),
                OperationCanceledException when !stop.IsCancellationRequested
                    => new IOException($"{endpoint} did not answer within {options.HandshakeLimit.TotalSeconds:0.#} s.", fault),
                IOException when fault.InnerException is SocketException inner => new IOException($"{endpoint} closed the connection: {inner.Message}.", fault),
                _ => fault,
            };
        }
    }

    /// <summary>Moves messages until the connection breaks, the server wants its clients to leave, or it is stopped.</summary>
    /// <param name="outbox">What to send; open.</param>
    /// <param name="subscriptions">Who gets what comes.</param>
    /// <param name="events">Told of what the server says besides; called on the reader.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(NatsOutbox outbox, NatsSubscriptions subscriptions, ISessionEvents events, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var tasks = new[] { ReadAsync(outbox, subscriptions, events, end.Token), WriteAsync(outbox, subscriptions, end.Token), WatchAsync(end.Token) };
        var first = await Task.WhenAny(tasks);
        await end.CancelAsync();
        _wake.Set();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await first;
        }
        catch (IOException fault) when (fault.InnerException is SocketException inner)
        {
            throw new IOException($"{Endpoint} closed the connection: {inner.Message}.", fault);
        }
    }

    /// <summary>There is something to write.</summary>
    public void Wake() => _wake.Set();

    public async ValueTask DisposeAsync()
    {
        await _reader.CompleteAsync();
        try
        {
            await _stream.DisposeAsync();
        }
        catch (IOException)
        {
            // TLS says goodbye to a server that is gone.
        }

        _socket.Dispose();
    }

    private static PipeReader ReaderOf(Stream stream) => PipeReader.Create(stream, new(bufferSize: 32 << 10, leaveOpen: true));

    private async Task LogInAsync(CancellationToken stop)
    {
        var first = await NextAsync(stop);
        if (first.Kind != NatsOpKind.Info) throw new NatsProtocolException($"{Endpoint} did not begin with INFO.");
        _info = NatsServerInfo.Parse(first.Text);
        await SecureAsync(stop);
        NatsEncoder.Connect(_control, Endpoint, _options.Credentials, _info, _options.Name);
        // A refusal comes before the PONG.
        NatsEncoder.Line(_control, "PING");
        await SendControlAsync(stop);
        while (true)
        {
            var op = await NextAsync(stop);
            if (op.Kind == NatsOpKind.Pong)
            {
                _lastPong = _options.Time.GetTimestamp();
                return;
            }

            if (op.Kind == NatsOpKind.Error) throw new NatsException($"{Endpoint} refused the connection: {op.Text}.");
            if (op.Kind == NatsOpKind.Info) _info = NatsServerInfo.Parse(op.Text);
        }
    }

    private async Task SecureAsync(CancellationToken stop)
    {
        var tls = _options.Tls;
        if (!_info.TlsRequired && !Endpoint.WantsTls && tls is not { IsMeant: true }) return;
        if (!_info.TlsRequired && !_info.TlsAvailable)
            throw new NatsException($"{Endpoint} does not speak TLS, and the connection is meant to be secret: give its server a certificate, or take tls:// and the 'tls' option away.");
        // What a server sends in clear behind INFO could pass for what it sends encrypted.
        if (_reader.TryRead(out var early) && early.Buffer.Length > 0) throw new NatsProtocolException($"{Endpoint} sent more than INFO before TLS began.");
        await _reader.CompleteAsync();
        if (tls != null)
        {
            _stream = await tls.SecureAsync(_stream, Endpoint, stop);
        }
        else
        {
            using var standard = NatsTls.Load(null, null, null);
            _stream = await standard.SecureAsync(_stream, Endpoint, stop);
        }

        _reader = ReaderOf(_stream);
    }

    /// <summary>Reads one operation while nothing is subscribed; its payload is not to be used.</summary>
    private async Task<NatsOp> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(stop);
            var buffer = result.Buffer;
            var found = NatsParser.TryRead(ref buffer, _options.Limits, out var op);
            _reader.AdvanceTo(buffer.Start, found ? buffer.Start : buffer.End);
            if (found) return op;
            if (result.IsCompleted) throw new IOException($"{Endpoint} closed the connection.");
        }
    }
}
