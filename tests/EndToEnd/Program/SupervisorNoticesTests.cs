using System.Net.Sockets;
using System.Text;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

public sealed class SupervisorNoticesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-notify");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public async Task Run_UnderASupervisor_SaysReadyBeatsAndStopping()
    {
        var address = Path.Combine(_folder.FullName, "notify");
        using var supervisor = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        supervisor.Bind(new UnixDomainSocketEndPoint(address));
        var port = FreePort.Take();
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, $$"""
            version: 1
            engine: { metrics: "127.0.0.1:{{port}}" }
            sources: [{ id: gate, uri: "scene:overpass?duration=1s&size=320x180", pace: realtime, loop: true }]
            stages: [{ id: out, use: jsonl, from: gate, to: out.jsonl }]
            """);
        using var process = SluiceProgram.Start(["run", graph], new Dictionary<string, string>
        {
            ["NOTIFY_SOCKET"] = address, ["WATCHDOG_USEC"] = "500000", ["SLUICE_SCENES"] = _folder.FullName,
        });
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            var log = new StringBuilder();
            await UntilAsync(supervisor, log, static said => said.Contains("READY=1", StringComparison.Ordinal)
                && said.Contains("STATUS=running; 1 of 1 sources running", StringComparison.Ordinal) && said.Split("WATCHDOG=1").Length > 3);

            var (exit, answer, _) = await SluiceProgram.RunAsync(["health", "--at", $"0.0.0.0:{port}"]);
            Assert.Equal((0, "ready\n"), (exit, answer));

            using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await UntilAsync(supervisor, log, static said => said.Contains("STOPPING=1", StringComparison.Ordinal));
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            Assert.Equal(130, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited) process.Kill(true);
            await Task.WhenAll(output, error);
        }

        var (after, _, why) = await SluiceProgram.RunAsync(["health", "--at", $"127.0.0.1:{port}", "--probe", "live"]);
        Assert.Equal(1, after);
        Assert.Contains("no engine answers at http://127.0.0.1:", why, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Socket supervisor, StringBuilder log, Predicate<string> isThere)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var buffer = new byte[4096];
        while (!isThere(log.ToString())) log.Append(Encoding.UTF8.GetString(buffer, 0, await supervisor.ReceiveAsync(buffer, SocketFlags.None, patience.Token)));
    }
}
