using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Servers;

/// <summary>A GStreamer RTSP server in a process of its own.</summary>
internal sealed class RtspServer : IAsyncDisposable
{
    private readonly Process _process;

    private RtspServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string Url => $"rtsp://127.0.0.1:{Port}/camera";

    public static async Task<RtspServer> StartAsync(string clip, int port = 0, string? login = null)
    {
        if (port == 0) port = FreePort();
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "tests", "EndToEnd", "Servers", "rtsp_server.py"));
        start.ArgumentList.Add(port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        start.ArgumentList.Add(clip);
        if (login != null) start.ArgumentList.Add(login);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        if (line == "ready") return new(process, port);
        var error = await process.StandardError.ReadToEndAsync();
        process.Kill();
        throw new InvalidOperationException($"The RTSP server did not start: {error}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
