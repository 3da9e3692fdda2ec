using System.CommandLine;
using System.Globalization;
using Sluice.Core.Config;
using Sluice.Host.Bench.Capacity;
using Sluice.Host.Bench.Scaling;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench scaling</c>: what more sources cost a frame, in memory, and over a long run.</summary>
internal static class ScalingCommand
{
    private const int MostSources = 1024;

    public static Command Create()
    {
        var graph = new Argument<string>("graph") { Description = "The graph's YAML file; its sources lend their settings to those that are made." };
        var sets = GraphArguments.Sets();
        var clips = new Option<string[]>("--source") { Description = "A clip that sources send, or a scene such as 'scene:junction?seed=1&duration=20s'; several are taken in turn.", HelpName = "CLIP", AllowMultipleArgumentsPerToken = true, Required = true };
        var most = new Option<int>("--max") { Description = "Most sources; 1, 2, 4, ... are measured before.", DefaultValueFactory = static _ => 64 };
        var rate = new Option<double>("--rate") { Description = "Frames a second over all sources, whatever their number.", DefaultValueFactory = static _ => 32 };
        var window = Time("--window", "20s", "How long each number is measured.");
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured, in turn.", DefaultValueFactory = static _ => 1 };
        var soak = Time("--soak", "10m", "How long memory is watched at the end, such as 1h; 0s for not at all.");
        var soakSources = new Option<int>("--soak-sources") { Description = "Sources of the soak.", DefaultValueFactory = static _ => 16 };
        var fps = new Option<double>("--fps") { Description = "Frames a second of each of the thousand cameras it is worked out for.", DefaultValueFactory = static _ => 10 };
        var folder = new Option<string?>("--out") { Description = "Folder for scaling.json, scaling.md and its plots.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of the page." };
        var command = new Command("scaling", "Measure what a frame costs with 1, 2, 4, ... sources, memory of each, and memory over a long run.")
            { graph, sets, clips, most, rate, window, rounds, soak, soakSources, fps, folder, json };
        command.SetAction(async (parsed, _) =>
        {
            var options = new ScalingOptions
            {
                Graph = parsed.GetValue(graph)!,
                Sets = parsed.GetValue(sets)!,
                Clips = parsed.GetValue(clips)!,
                Most = (int)Between("--max", parsed.GetValue(most), 1, MostSources),
                Rate = Between("--rate", parsed.GetValue(rate), 1, 10_000),
                Window = Duration(window) is var length && length.TotalSeconds >= 2 ? length : throw new UsageException($"--window {parsed.GetValue(window)}: write 2s or more."),
                Rounds = (int)Between("--rounds", parsed.GetValue(rounds), 1, 100),
                Soak = Duration(soak),
                SoakSources = (int)Between("--soak-sources", parsed.GetValue(soakSources), 1, MostSources),
                CameraFps = Between("--fps", parsed.GetValue(fps), 0.1, 240),
                Out = parsed.GetValue(folder),
            };
            using var stop = new Interrupts();
            await BenchClips.RenderAsync(options.Clips, stop.Token);
            var result = await new ScalingBench(options, Console.Error.WriteLine).RunAsync(stop.Token);
            if (options.Out is { } to) ScalingReport.Write(result, to);
            Console.WriteLine(parsed.GetValue(json) ? ScalingReport.Json(result) : ScalingReport.Page(result));
            return result is { SoakEnd: not null } or { Trend.Way: SoakWay.Rises } ? ExitCode.Failed : ExitCode.Done;

            TimeSpan Duration(Option<string> option) => Units.Duration(parsed.GetValue(option)!) ?? throw new UsageException($"{option.Name} {parsed.GetValue(option)}: write a time with its unit, such as 20s or 1h.");
        });
        return command;
    }

    private static Option<string> Time(string name, string otherwise, string what) => new(name) { Description = what, HelpName = "TIME", DefaultValueFactory = _ => otherwise };

    private static double Between(string name, double value, double least, double most) => value >= least && value <= most ? value
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name} {value}: write a number from {least} to {most}."));
}
