using Sluice.Core.Sinks.Nats;

namespace Sluice.Tests.Sinks;

/// <summary>A real nats-server that a test may kill and start again at the same port.</summary>
internal sealed class NatsServerFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-nats-").FullName;
    private readonly string[] _more;
    private ServerProcess? _server;

    public NatsServerFixture(params string[] more) => _more = more;

    public int Port { get; } = FreePort.Take();

    public string Url => $"nats://127.0.0.1:{Port}";

    public async Task StartAsync()
    {
        _server = ServerProcess.Start("nats-server", _folder, ["-a", "127.0.0.1", "-p", Port.ToString(System.Globalization.CultureInfo.InvariantCulture), .. _more]);
        await _server.ReadyAsync(Port);
    }

    public Task KillAsync() => _server!.KillAsync();

    public async Task<NatsConnection> ConnectAsync(string? url = null)
    {
        var connection = new NatsConnection([NatsEndpoint.Parse(url ?? Url)], "test", 1 << 20, new RecordingLog());
        await connection.StartAsync(default);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server != null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
