using System.Diagnostics;

namespace Sluice.Tests.Sinks;

/// <summary>A server that a test starts and ends by its process id. What it writes goes to a file.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    public static ServerProcess Start(string program, string folder, params string[] arguments)
    {
        // Through a shell for the redirection: nats-server dies with a pipe that nobody reads.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", Path.Combine(folder, "server.log"), program, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin";
        return new(Process.Start(start)!);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    /// <summary>Waits until a server takes connections.</summary>
    public async Task ReadyAsync(int port)
    {
        while (!_process.HasExited)
        {
            try
            {
                using var socket = new System.Net.Sockets.TcpClient();
                await socket.ConnectAsync(System.Net.IPAddress.Loopback, port);
                return;
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException($"The server ended with code {_process.ExitCode} before it listened on {port}.");
    }
}
