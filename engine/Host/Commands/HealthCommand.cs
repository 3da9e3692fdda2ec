using System.CommandLine;
using System.Text.Json;
using Sluice.Core.Web;

namespace Sluice.Host.Commands;

/// <summary><c>sluice health</c>: asks a running engine's probes, for where nothing else can, such as a container's health check.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var at = new Option<string>("--at")
        {
            Description = "The engine's engine.metrics or engine.http; 0.0.0.0 means this machine.", HelpName = "ADDRESS:PORT", DefaultValueFactory = static _ => "127.0.0.1:9464",
        };
        var probe = new Option<string>("--probe")
        {
            Description = "live: the process answers; started: models are loaded; ready: frames get through and sinks are acknowledged.",
            DefaultValueFactory = static _ => "ready",
        }.AcceptOnlyFromAmong("live", "started", "ready");
        var command = new Command("health", "Ask a running engine how it is: 0 when it is well, 1 with the reasons when it is not.") { at, probe };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(at)!, parsed.GetValue(probe)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(string at, string probe, CancellationToken stop)
    {
        var address = AddressOf(at);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(probe switch { "live" => "/healthz", "started" => "/startupz", _ => "/readyz" }, UriKind.Relative), stop);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
            Console.WriteLine(json.RootElement.GetProperty("status").GetString());
            if (answer.IsSuccessStatusCode) return ExitCode.Done;
            foreach (var reason in json.RootElement.GetProperty("reasons").EnumerateArray()) Console.WriteLine(reason.GetString());
            return ExitCode.Failed;
        }
        catch (Exception fault) when ((fault is HttpRequestException or JsonException or KeyNotFoundException or TaskCanceledException) && !stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"sluice: no engine answers at {address}: {fault.Message} Is it running, with 'engine: {{ metrics: {at} }}' in its graph?");
            return ExitCode.Failed;
        }
    }

    private static Uri AddressOf(string at)
    {
        try
        {
            var endpoint = ListenAddress.Parse(at);
            if (endpoint.Address.Equals(System.Net.IPAddress.Any)) endpoint.Address = System.Net.IPAddress.Loopback;
            if (endpoint.Address.Equals(System.Net.IPAddress.IPv6Any)) endpoint.Address = System.Net.IPAddress.IPv6Loopback;
            return new($"http://{endpoint}/");
        }
        catch (ArgumentException fault)
        {
            throw new UsageException($"--at: {fault.Message}");
        }
    }
}
