using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Sluice.Core.Sinks.Nats;

/// <summary>One connection to one server, from INFO until it breaks. One task reads, one writes.</summary>
internal sealed class NatsSession : IAsyncDisposable
{
    private const int WriteBytes = 256 << 10;
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);
    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;
    private readonly NatsEndpoint _endpoint;
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly ConcurrentQueue<int> _pings = new();
    private readonly Channel<byte> _wake = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _pongsDue;
    private volatile string _lastError = "";

    private NatsSession(NatsEndpoint endpoint, NetworkStream stream)
    {
        (_endpoint, _stream) = (endpoint, stream);
        _reader = PipeReader.Create(stream, new(leaveOpen: true));
    }

    /// <summary>What the server said of itself.</summary>
    public NatsServerInfo Info { get; private set; } = new(0, false, false);

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="NatsException">The server refused, or asks for TLS.</exception>
    /// <exception cref="NatsProtocolException">It is no NATS server.</exception>
    /// <exception cref="IOException">It cannot be reached, or closed the connection.</exception>
    public static async Task<NatsSession> OpenAsync(NatsEndpoint endpoint, string name, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(HandshakeLimit);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        NatsSession? session = null;
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, limit.Token);
            session = new(endpoint, new(socket, ownsSocket: true));
            await session.LogInAsync(name, limit.Token);
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
                    => new IOException($"{endpoint} did not answer within {HandshakeLimit.TotalSeconds:0} s.", fault),
                _ => fault,
            };
        }
    }

    /// <summary>Moves messages until the connection breaks or it is stopped.</summary>
    public async Task RunAsync(NatsOutbox outbox, NatsSubscriptions subscriptions, Action<string> onError, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var read = ReadAsync(outbox, subscriptions, onError, end.Token);
        var write = WriteAsync(outbox, subscriptions, end.Token);
        var first = await Task.WhenAny(read, write);
        await end.CancelAsync();
        await Task.WhenAll(read, write).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    /// <summary>There is something to write.</summary>
    public void Wake() => _wake.Writer.TryWrite(0);

    public async ValueTask DisposeAsync()
    {
        await _reader.CompleteAsync();
        await _stream.DisposeAsync();
    }

    private async Task LogInAsync(string name, CancellationToken stop)
    {
        var first = await NextAsync(stop);
        if (first.Kind != NatsOpKind.Info) throw new NatsProtocolException($"{_endpoint} did not begin with INFO.");
        Info = NatsServerInfo.Parse(first.Text);
        if (Info.TlsRequired) throw new NatsException($"{_endpoint} asks for TLS, which is not there yet: use a listener without it.");
        NatsEncoder.Connect(_output, _endpoint, name);
        // A refusal comes before the PONG.
        NatsEncoder.Line(_output, "PING");
        await SendAsync(stop);
        while (true)
        {
            var op = await NextAsync(stop);
            if (op.Kind == NatsOpKind.Pong) return;
            if (op.Kind == NatsOpKind.Error) throw new NatsException($"{_endpoint} refused the connection: {op.Text}.");
        }
    }

    /// <summary>Reads one operation while nothing is subscribed; its payload is not to be used.</summary>
    private async Task<NatsOp> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(stop);
            var buffer = result.Buffer;
            var found = NatsParser.TryRead(ref buffer, NatsLimits.Default, out var op);
            _reader.AdvanceTo(buffer.Start, found ? buffer.Start : buffer.End);
            if (found) return op;
            if (result.IsCompleted) throw new IOException($"{_endpoint} closed the connection.");
        }
    }

    private async Task ReadAsync(NatsOutbox outbox, NatsSubscriptions subscriptions, Action<string> onError, CancellationToken stop)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(stop);
            var buffer = result.Buffer;
            while (NatsParser.TryRead(ref buffer, NatsLimits.Default, out var op))
                switch (op.Kind)
                {
                    case NatsOpKind.Message: subscriptions.Deliver(op); break;
                    case NatsOpKind.Pong when _pings.TryDequeue(out var count): outbox.Confirm(count); break;
                    case NatsOpKind.Ping:
                        Interlocked.Increment(ref _pongsDue);
                        Wake();
                        break;
                    case NatsOpKind.Error:
                        _lastError = op.Text;
                        onError(op.Text);
                        break;
                    case NatsOpKind.Info: Info = NatsServerInfo.Parse(op.Text); break;
                }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) throw new IOException($"{_endpoint} closed the connection{(_lastError.Length > 0 ? ": " + _lastError : "")}.");
        }
    }

    private async Task WriteAsync(NatsOutbox outbox, NatsSubscriptions subscriptions, CancellationToken stop)
    {
        var subscribed = 0;
        while (true)
        {
            subscribed = subscriptions.WriteFrom(subscribed, _output);
            for (var pongs = Interlocked.Exchange(ref _pongsDue, 0); pongs > 0; pongs--) NatsEncoder.Line(_output, "PONG");
            var sent = outbox.Send(_output, WriteBytes);
            if (sent > 0) Ping(sent);
            if (_output.WrittenCount > 0)
            {
                await SendAsync(stop);
                continue;
            }

            try
            {
                await _wake.Reader.ReadAsync(stop).AsTask().WaitAsync(PingInterval, stop);
            }
            catch (TimeoutException)
            {
                if (_pings.Count > 1) throw new IOException($"{_endpoint} has not answered for {PingInterval.TotalSeconds * 2:0} s.");
                Ping(0);
            }
        }
    }

    private void Ping(int confirms)
    {
        NatsEncoder.Line(_output, "PING");
        _pings.Enqueue(confirms);
    }

    private async Task SendAsync(CancellationToken stop)
    {
        await _stream.WriteAsync(_output.WrittenMemory, stop);
        _output.ResetWrittenCount();
    }
}
