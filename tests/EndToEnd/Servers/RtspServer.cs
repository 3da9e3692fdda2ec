using System.Diagnostics;
using System.Globalization;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Servers;

/// <summary>A GStreamer RTSP server in a process of its own: bench/rtsp_server.py, which says what it takes and can be told.</summary>
internal sealed class RtspServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    private RtspServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string Url => UrlOf("camera");

    /// <summary>Serves one clip as <c>/camera</c>.</summary>
    public static Task<RtspServer> StartAsync(string clip, int port = 0, string? login = null, string auth = "basic", TimeSpan? wrap = null)
        => StartAsync([("camera", clip)], port, login, auth, wrap);

    /// <summary>Serves each clip under its name.</summary>
    public static async Task<RtspServer> StartAsync(
        IEnumerable<(string Name, string Clip)> mounts, int port = 0, string? login = null, string auth = "basic", TimeSpan? wrap = null)
    {
        if (port == 0) port = FreePort.Take();
        var script = Path.Combine(Repository.Root, "bench", "rtsp_server.py");
        string[] arguments = [.. login == null ? [] : new[] { "--user", login, "--auth", auth },
            .. wrap is { } after ? new[] { "--wrap", after.TotalSeconds.ToString(CultureInfo.InvariantCulture) } : []];
        var start = new ProcessStartInfo("/usr/bin/python3",
            [script, port.ToString(CultureInfo.InvariantCulture), .. arguments, .. mounts.Select(static mount => $"{mount.Name}={mount.Clip}")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (line == "ready") return new(process, port);
        process.Kill();
        throw new InvalidOperationException($"The RTSP server did not start: {await errors}");
    }

    public string UrlOf(string name) => $"rtsp://127.0.0.1:{Port}/{name}";

    /// <summary>Gives the server a command.</summary>
    /// <returns>What it answered behind <c>ok</c>.</returns>
    public async Task<string> TellAsync(string command)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            await _process.StandardInput.FlushAsync();
            var answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? "";
            return answer.StartsWith("ok", StringComparison.Ordinal) ? answer[2..].Trim() : throw new InvalidOperationException($"The RTSP server: {answer}");
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _oneAtATime.Dispose();
    }
}
