using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks.Nats;

/// <summary>A server in this process that does what a test says, on a real socket.</summary>
internal sealed class HostileNatsServer : IDisposable
{
    public const string Info = "INFO {\"max_payload\":1048576,\"headers\":true}\r\n";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public HostileNatsServer() => _listener.Start();

    public NatsEndpoint Endpoint => NatsEndpoint.Parse($"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public RecordingLog Log { get; } = new();

    public void Dispose() => _listener.Dispose();

    public NatsConnection Connection(Func<NatsClientOptions, NatsClientOptions>? with = null)
    {
        var options = new NatsClientOptions { Servers = [Endpoint], Name = "test", BufferBytes = 1 << 20 };
        return new(with?.Invoke(options) ?? options, Log);
    }

    /// <summary>Takes the next connection, with nothing said.</summary>
    public async Task<Link> AcceptAsync() => new(await _listener.AcceptTcpClientAsync());

    /// <summary>Takes the next connection and lets it log in.</summary>
    public async Task<Link> WelcomeAsync(string info = Info)
    {
        var link = await AcceptAsync();
        await link.SendAsync(info);
        await link.UntilAsync("PING\r\n");
        await link.SendAsync("PONG\r\n");
        return link;
    }

    /// <summary>One connection, seen from the server.</summary>
    internal sealed class Link(TcpClient client) : IDisposable
    {
        private readonly StringBuilder _seen = new();

        public void Dispose() => client.Dispose();

        public async Task SendAsync(string text)
        {
            try
            {
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
            }
            catch (IOException)
            {
                // The client had enough before the end of it.
            }
        }

        /// <summary>Reads until a text has come; gives all up to its end.</summary>
        public async Task<string> UntilAsync(string end)
        {
            var bytes = new byte[4096];
            while (true)
            {
                var all = _seen.ToString();
                if (all.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at)
                {
                    _seen.Remove(0, at + end.Length);
                    return all[..(at + end.Length)];
                }

                var read = await client.GetStream().ReadAsync(bytes);
                if (read == 0) throw new IOException($"The client closed the connection before '{end}' came.");
                _seen.Append(Encoding.UTF8.GetString(bytes, 0, read));
            }
        }

        /// <summary>Is honest from here on: answers every PING until the client goes.</summary>
        public async Task AnswerAsync()
        {
            var bytes = new byte[256 << 10];
            var kept = 0;
            try
            {
                while (await client.GetStream().ReadAsync(bytes.AsMemory(kept)) is > 0 and var read)
                {
                    var all = bytes.AsSpan(0, kept + read);
                    for (; all.IndexOf("PING\r\n"u8) is >= 0 and var at; all = all[(at + 6)..]) client.GetStream().Write("PONG\r\n"u8);
                    // One may be cut in two.
                    kept = Math.Min(5, all.Length);
                    all[^kept..].CopyTo(bytes);
                }
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException)
            {
                // It went.
            }
        }

        /// <summary>Reads until the client goes.</summary>
        public async Task GoneAsync()
        {
            var bytes = new byte[4096];
            try
            {
                while (await client.GetStream().ReadAsync(bytes) > 0)
                {
                    // What it says does not matter.
                }
            }
            catch (IOException)
            {
                // It went without a word.
            }
        }
    }
}
