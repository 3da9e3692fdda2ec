using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Store;

namespace Sluice.Core.Sinks.Nats;

/// <summary>The servers that a <c>url</c> option names, one of which may have to be started.</summary>
internal static class NatsServers
{
    private const string EmbeddedPrefix = "embedded:";
    private const string Ready = "Listening for client connections on ";

    // Ends the server when the input closes, as it does however this process ends; the server itself does not look at its input.
    private const string EndWithInput =
        "exec 3<&0; \"$@\" </dev/null & child=$!; (cat <&3 >/dev/null; kill -TERM $child 2>/dev/null) & wait $child";

    /// <summary>What is wrong with the option; null when nothing is. The text never repeats a secret.</summary>
    public static string? Fault(string url)
    {
        if (url.StartsWith(EmbeddedPrefix, StringComparison.Ordinal))
            return url.Length == EmbeddedPrefix.Length ? "'embedded:' wants a folder behind it, such as embedded:out/nats." : null;
        return Split(url).Select(NatsEndpoint.Fault).FirstOrDefault(fault => fault != null);
    }

    /// <summary>The servers, and the one that was started for it, if any.</summary>
    /// <exception cref="StoreException">nats-server isn't installed, or did not start.</exception>
    public static async Task<(IReadOnlyList<NatsEndpoint> Endpoints, WatchedServer? Started)> OpenAsync(
        string url, StageContext context, CancellationToken stop)
    {
        if (!url.StartsWith(EmbeddedPrefix, StringComparison.Ordinal)) return ([.. Split(url).Select(NatsEndpoint.Parse)], null);
        var folder = context.Resolve(url[EmbeddedPrefix.Length..]);
        var program = Find("nats-server")
            ?? throw new StoreException("nats-server is not installed, and 'url: embedded:...' runs it. Install it (Debian: apt-get install nats-server), or give the URL of a server.");
        Directory.CreateDirectory(folder);
        var what = new WatchedServer.Description(
            $"nats-server in '{folder}'",
            address => ("/bin/sh", ["-c", EndWithInput, "sh", program, "-a", "127.0.0.1", "-p", PortOf(address), "-js", "-sd", folder]),
            line => line.IndexOf(Ready, StringComparison.Ordinal) is >= 0 and var at ? line[(at + Ready.Length)..].Trim() : null);
        var started = await WatchedServer.StartAsync(what, context.Log, stop);
        return ([NatsEndpoint.Parse($"nats://{started.Address}")], started);
    }

    /// <summary>Where a program lies; servers are often beside the path of an ordinary user.</summary>
    public static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/usr/local/bin"])
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static string[] Split(string url) => url.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // The server's own word for a free port is -1.
    private static string PortOf(string address) => address.EndsWith(":0", StringComparison.Ordinal) ? "-1" : address[(address.LastIndexOf(':') + 1)..];
}
