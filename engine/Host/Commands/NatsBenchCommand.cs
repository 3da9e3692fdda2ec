using System.CommandLine;
using Sluice.Host.Bench;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench nats</c>: what the NATS client carries.</summary>
internal static class NatsBenchCommand
{
    public static Command Create()
    {
        var url = new Option<string?>("--url") { Description = "A NATS server with JetStream; left out, nats-server on a free port of this machine.", HelpName = "URL" };
        var messages = new Option<int>("--messages") { Description = "Messages; streams keep a tenth of them, a hundredth one by one.", DefaultValueFactory = _ => 1_000_000 };
        var size = new Option<int>("--size") { Description = "Bytes of a message.", DefaultValueFactory = _ => 1024 };
        var json = new Option<bool>("--json") { Description = "Print one JSON array." };
        var command = new Command("nats", "Publish messages to a NATS server, receive them, and have a stream keep them, and measure messages and CPU.") { url, messages, size, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            if (parsed.GetValue(messages) < 100 || parsed.GetValue(size) is < 0 or > 1 << 20) throw new UsageException("--messages wants 100 or more, --size 0 to 1048576.");
            if (parsed.GetValue(url) is { } named && Core.Sinks.Nats.NatsServers.Fault(named) is { } fault) throw new UsageException($"--url: {fault}");
            await new NatsBench(parsed.GetValue(url), parsed.GetValue(messages), parsed.GetValue(size)).RunAsync(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }
}
