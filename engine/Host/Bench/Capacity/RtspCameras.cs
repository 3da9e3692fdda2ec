using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Host.Bench.Capacity;

/// <summary>A real RTSP server on loopback, in a process of its own, with a mount for each camera. It takes CPU of the same box.</summary>
internal sealed class RtspCameras : IAsyncDisposable
{
    private const string Script = "bench/rtsp_server.py";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly int _port;

    private RtspCameras(Process process, int port) => (_process, _port) = (process, port);

    /// <summary>Starts it.</summary>
    /// <param name="clips">What the mounts play, in turn; H.264 or H.265.</param>
    /// <param name="count">How many mounts.</param>
    /// <param name="jitter">Most a picture is late.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="UsageException">It can't be had here.</exception>
    public static async Task<RtspCameras> StartAsync(IReadOnlyList<CameraClip> clips, int count, TimeSpan jitter, CancellationToken stop)
    {
        var port = FreePort();
        string[] arguments = [ScriptPath(), port.ToString(CultureInfo.InvariantCulture), "--jitter", jitter.TotalMilliseconds.ToString(CultureInfo.InvariantCulture), .. Enumerable.Range(0, count).Select(i => $"camera{i}={clips[i % clips.Count].Path}")];
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(stop);
        if (await process.StandardOutput.ReadLineAsync(stop).AsTask().WaitAsync(Patience, stop) == "ready") return new(process, port);
        process.Kill();
        throw new UsageException($"--via rtsp: the RTSP server did not start (sluice setup --test installs what it needs): {(await errors).Trim().Split('\n')[^1]}");
    }

    /// <summary>The URL of a camera.</summary>
    public string UrlOf(int camera) => string.Create(CultureInfo.InvariantCulture, $"rtsp://127.0.0.1:{_port}/camera{camera}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string ScriptPath()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Script))) return Path.Combine(at.FullName, Script);
        throw new UsageException($"--via rtsp: there is no {Script} above the program; run it from a checkout, or use --via packets.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
