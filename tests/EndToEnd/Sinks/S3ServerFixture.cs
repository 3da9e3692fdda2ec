using System.Globalization;
using Sluice.Core.Sinks.Objects;

namespace Sluice.Tests.Sinks;

/// <summary>A real s3rver that a test may kill and start again at the same port, with what it holds.</summary>
internal sealed class S3ServerFixture : IAsyncDisposable
{
    public const string Bucket = "shots";
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-s3-").FullName;
    private ServerProcess? _server;

    public int Port { get; } = FreePort.Take();

    public S3StoreOptions Options => new()
    {
        Bucket = Bucket,
        Endpoint = $"http://127.0.0.1:{Port}",
        AccessKey = "S3RVER",
        SecretKey = "S3RVER",
        Timeout = TimeSpan.FromSeconds(20),
    };

    public async Task StartAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        // Its hashes are older than what Node allows by itself.
        _server = ServerProcess.Start(
            "env", _folder, "NODE_OPTIONS=--openssl-legacy-provider", "node", Path.Combine(Repository.Root, "tests/servers/node_modules/s3rver/bin/s3rver.js"),
            "-d", "data", "-a", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "--configure-bucket", Bucket);
        await _server.ReadyAsync(Port);
    }

    /// <summary>Waits until it has no connection left, those of clients that are gone included.</summary>
    public async Task QuietAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (ConnectionsAtServer() > 0) await Task.Delay(20, patience.Token);
    }

    private int ConnectionsAtServer()
    {
        // Established, or closed by the client alone.
        string[] open = ["01", "08"];
        var port = Port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/self/net/tcp").Skip(1).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields[1].EndsWith(":" + port, StringComparison.Ordinal) && open.Contains(fields[3]));
    }

    public Task KillAsync() => _server!.KillAsync();

    public S3ObjectStore Open() => new(Options, TimeProvider.System);

    /// <summary>All keys in the bucket.</summary>
    public async Task<List<string>> KeysAsync()
    {
        using var store = Open();
        var keys = new List<string>();
        await foreach (var one in store.ListAsync("", default)) keys.Add(one.Key);
        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server != null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
