using System.CommandLine;
using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Host.Bench;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench sources</c>: what a source costs that sends next to nothing.</summary>
internal static class SourcesBenchCommand
{
    private const int MostSources = 4096;

    public static Command Create()
    {
        var url = new Option<string[]>("--url") { Description = "A camera that sends little; may be given several times, and is opened many times.", HelpName = "URL", Required = true };
        var count = new Option<int>("--count") { Description = "Most sources open at once; fewer are measured before.", DefaultValueFactory = _ => 500 };
        var settle = new Option<string>("--settle") { Description = "How long they run before they are measured.", HelpName = "TIME", DefaultValueFactory = _ => "10s" };
        var gate = new Option<bool>("--gate") { Description = "Gate the cameras by activity: nothing happens in them, so that next to nothing is decoded." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var alone = new Option<bool>("--alone") { Description = "Measure one number of sources in this process.", Hidden = true };
        var command = new Command("sources", "Open many cameras that send little, and measure memory, threads and handles of each.") { url, count, settle, gate, json, alone };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var (urls, most) = (parsed.GetValue(url)!, parsed.GetValue(count));
            if (urls.FirstOrDefault(static url => !url.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("http", StringComparison.OrdinalIgnoreCase)) is { } odd)
                throw new UsageException($"--url {SourceUrl.Redact(odd)}: give a camera's rtsp:// or http:// URL.");
            if (most is < 0 or > MostSources) throw new UsageException($"--count {most}: write a number from 0 to {MostSources}.");
            var time = Units.Duration(parsed.GetValue(settle)!) ?? throw new UsageException($"--settle {parsed.GetValue(settle)}: write a time with its unit, such as 10s.");
            if (parsed.GetValue(alone)) Console.WriteLine(JsonSerializer.Serialize(await new SourcesRun(urls, most, time, parsed.GetValue(gate)).MeasureAsync(stop.Token), SourcesReading.Form));
            else await new SourcesBench(urls, most, time, parsed.GetValue(gate)).RunAsync(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }
}
