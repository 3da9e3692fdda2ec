using System.Globalization;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks;

/// <summary>A real nats-server that a test may kill and start again at the same port, with what it stored.</summary>
internal sealed class NatsServerFixture : IAsyncDisposable
{
    private readonly string[] _more;
    private ServerProcess? _server;

    public NatsServerFixture(params string[] more) => _more = more;

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-nats-").FullName;

    public int Port { get; } = FreePort.Take();

    public string Url => $"nats://127.0.0.1:{Port}";

    /// <summary>A configuration that begins with the port; JetStream is on when the text says so.</summary>
    public static NatsServerFixture Configured(string text)
    {
        var fixture = new NatsServerFixture();
        File.WriteAllText(
            Path.Combine(fixture.Folder, "nats.conf"),
            $"host: 127.0.0.1\nport: {fixture.Port.ToString(CultureInfo.InvariantCulture)}\n{text.Replace("{folder}", fixture.Folder, StringComparison.Ordinal)}\n");
        return fixture;
    }

    /// <summary>With JetStream on.</summary>
    public static NatsServerFixture WithStreams() => Configured("jetstream { store_dir: \"{folder}/js\", max_mem: 64MB, max_file: 1GB }");

    public async Task StartAsync()
    {
        var config = Path.Combine(Folder, "nats.conf");
        string[] arguments = File.Exists(config) ? ["-c", config] : ["-a", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture)];
        _server = ServerProcess.Start("nats-server", Folder, [.. arguments, .. _more]);
        await _server.ReadyAsync(Port);
    }

    public Task KillAsync() => _server!.KillAsync();

    /// <summary>Sends a signal, such as <c>STOP</c> or <c>USR2</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{name}", _server!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public NatsClientOptions Options(string? url = null) => new() { Servers = [NatsEndpoint.Parse(url ?? Url)], Name = "test", BufferBytes = 8 << 20 };

    public Task<NatsConnection> ConnectAsync(string? url = null) => ConnectAsync(Options(url));

    public static async Task<NatsConnection> ConnectAsync(NatsClientOptions options)
    {
        var connection = new NatsConnection(options, new RecordingLog());
        try
        {
            await connection.StartAsync(default);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server != null) await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
