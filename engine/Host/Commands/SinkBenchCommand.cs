using System.CommandLine;
using Sluice.Core.Config;
using Sluice.Host.Bench;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench sink</c>: what storing metadata costs.</summary>
internal static class SinkBenchCommand
{
    public static Command Create()
    {
        var url = new Option<string?>("--url") { Description = "A ClickHouse server and database of its own; left out, an embedded store in a temporary folder.", HelpName = "URL" };
        var rows = new Option<int>("--rows") { Description = "Object rows stored as fast as can be.", DefaultValueFactory = _ => 3_000_000 };
        var rate = new Option<int>("--rate") { Description = "Object rows a second of the paced part.", DefaultValueFactory = _ => 15_000 };
        var length = new Option<string>("--for") { Description = "How long the paced part takes.", HelpName = "TIME", DefaultValueFactory = _ => "20s" };
        var gzip = new Option<bool>("--gzip") { Description = "Compress blocks." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("sink", "Store made-up frames of ten objects through the clickhouse sink and its spool, as fast as can be and then paced, and measure rows and CPU.") { url, rows, rate, length, gzip, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var time = Units.Duration(parsed.GetValue(length)!) ?? throw new UsageException($"--for {parsed.GetValue(length)}: write a time with its unit, such as 20s.");
            if (parsed.GetValue(rows) < 1 || parsed.GetValue(rate) < 100) throw new UsageException("--rows wants 1 or more, --rate 100 or more.");
            await new SinkBench(parsed.GetValue(url), parsed.GetValue(rows), parsed.GetValue(rate), time, parsed.GetValue(gzip)).RunAsync(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }
}
