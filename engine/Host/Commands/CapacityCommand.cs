using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Host.Bench;
using Sluice.Host.Bench.Capacity;
using Sluice.Host.Bench.Capacity.Check;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench capacity</c>: how many cameras this box runs with a graph.</summary>
internal static class CapacityCommand
{
    private const int MostCameras = 4096;

    public static Command Create()
    {
        var graph = new Argument<string?>("graph") { Description = "The graph's YAML file; its sources lend their settings to the cameras.", Arity = ArgumentArity.ZeroOrOne };
        var sets = GraphArguments.Sets();
        var clips = new Option<string[]>("--source") { Description = "A clip that cameras send, or a scene such as 'scene:junction?seed=1&duration=20s'; several are taken in turn.", HelpName = "CLIP", AllowMultipleArgumentsPerToken = true };
        var fps = new Option<double?>("--fps") { Description = "Frames a second each camera sends; left out, the clip's own rate.", HelpName = "N" };
        var p95 = Time("--p95", "500ms", "Most time from arrival to the end of a frame, for 95 of 100 frames of every camera.");
        var delivered = new Option<double>("--delivered") { Description = "Least part of its frames every camera must deliver.", DefaultValueFactory = static _ => 0.98 };
        var lost = new Option<double>("--lost") { Description = "Most of its frames a camera may lose without being told to.", DefaultValueFactory = static _ => 0.005 };
        var window = Time("--window", "120s", "How long the answer must hold; the search on the way takes a quarter of it a step.");
        var warmUp = Time("--warm-up", "10s", "From the last camera's first frame to the start of a window.");
        var jitter = Time("--jitter", "10ms", "Most a packet is late.");
        var most = new Option<int>("--max") { Description = "Most cameras tried.", DefaultValueFactory = static _ => 512 };
        var cores = new Option<int?>("--cores") { Description = "Cores the engine may use; left out, all." };
        var memory = new Option<string?>("--memory") { Description = "Memory the engine may have resident, such as 2GiB; left out, nearly all there is.", HelpName = "SIZE" };
        var reserve = new Option<double>("--reserve") { Description = "Part of the cameras held back.", DefaultValueFactory = static _ => 0.2 };
        var via = new Option<string>("--via") { Description = "How cameras come: packets inside the engine's process, or rtsp from a real server on this box.", DefaultValueFactory = static _ => "packets" }.AcceptOnlyFromAmong("packets", "rtsp");
        var searchOnly = new Option<bool>("--search-only") { Description = "Leave out the cost model and its measurements." };
        var verify = new Option<bool>("--verify") { Description = "Search at half the rate and on half the cores too, and compare with what the cost model says." };
        var check = new Option<string?>("--check") { Description = "Look whether an answer holds instead: its number must hold over a longer window, and a fifth more must fail; by its own rule, rate and cores.", HelpName = "capacity.json" };
        var selfCheck = new Option<bool>("--self-check") { Description = "Spend a lock and the memory's bandwidth on purpose instead, and say whether the finder names them; needs no graph and no clip." };
        var folder = new Option<string?>("--out") { Description = "Folder for capacity.json, capacity.md and its plots.", HelpName = "DIR" };
        var store = new Option<string?>("--store") { Description = "Metadata store that gets the result as rows: a folder, or the URL of a ClickHouse server.", HelpName = "DIR|URL" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var trial = new Option<bool>("--trial") { Description = "Run the trial that standard input describes.", Hidden = true };
        var command = new Command("capacity", "Find the largest number of cameras at which every one holds, and what stops more.")
            { graph, sets, clips, fps, p95, delivered, lost, window, warmUp, jitter, most, cores, memory, reserve, via, searchOnly, verify, check, selfCheck, folder, store, json, trial };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(trial))
            {
                // Console.In waits on its caller's thread even where it is asked not to.
                using var input = new StreamReader(Console.OpenStandardInput());
                await new TrialRun(JsonSerializer.Deserialize<TrialSpec>(await input.ReadLineAsync(CancellationToken.None) ?? "null", TrialSpec.Form)!, input).RunAsync();
                return ExitCode.Done;
            }

            using var stop = new Interrupts();
            if (parsed.GetValue(selfCheck)) return await CapacityChecks.StrainAsync(parsed.GetResult(window) is { Implicit: false } ? Window() : null, parsed.GetValue(json), stop.Token);
            var options = new CapacityOptions
            {
                Graph = parsed.GetValue(graph) ?? throw new UsageException("bench capacity: name a graph."),
                Sets = parsed.GetValue(sets)!,
                Clips = parsed.GetValue(clips) is { Length: > 0 } some ? some : throw new UsageException("bench capacity: give a clip for the cameras to send, --source CLIP; without one, --source 'scene:junction?seed=1&duration=20s' renders one."),
                Fps = Between("--fps", parsed.GetValue(fps), 0.5, 240),
                P95 = Duration(p95),
                LeastDelivered = (double)Between("--delivered", parsed.GetValue(delivered), 0, 1)!,
                MostLost = (double)Between("--lost", parsed.GetValue(lost), 0, 1)!,
                Window = Window(),
                WarmUp = Duration(warmUp),
                Jitter = Duration(jitter),
                Most = (int)Between("--max", parsed.GetValue(most), 1, MostCameras)!,
                Cores = (int?)Between("--cores", parsed.GetValue(cores), 1, Environment.ProcessorCount),
                MemoryBytes = parsed.GetValue(memory) is not { } size ? null : ByteSize.TryParse(size, out var bytes) && bytes.Bytes > 0 ? bytes.Bytes : throw new UsageException($"--memory {size}: write a size with its unit, such as 512MiB or 2GiB."),
                Reserve = (double)Between("--reserve", parsed.GetValue(reserve), 0, 0.9)!,
                OverRtsp = parsed.GetValue(via) == "rtsp",
                SearchOnly = parsed.GetValue(searchOnly),
                Verify = parsed.GetValue(verify),
                Out = parsed.GetValue(folder),
            };
            if (parsed.GetValue(check) is { } path)
            {
                Option[] own = [fps, p95, delivered, lost, most, cores, reserve, via, searchOnly, verify, folder, store];
                if (Array.Find(own, option => parsed.GetResult(option) is { Implicit: false }) is { } given) throw new UsageException($"--check: {given.Name} is the result's own, or of no use here; leave it out.");
                var claim = CapacityClaim.Read(path);
                await BenchClips.RenderAsync(options.Clips, stop.Token);
                return await CapacityChecks.RunAsync(claim, options, parsed.GetResult(window) is { Implicit: false } ? options.Window : null, parsed.GetValue(json), stop.Token);
            }

            var rows = parsed.GetValue(store) is { } url ? new BenchStore(url) : null;
            if (rows != null) await rows.PrepareAsync(stop.Token);
            await BenchClips.RenderAsync(options.Clips, stop.Token);
            var result = await new CapacityBench(options, Console.Error.WriteLine).RunAsync(stop.Token);
            if (options.Out is { } to) CapacityReport.Write(result, to);
            Console.WriteLine(parsed.GetValue(json) ? CapacityReport.Json(result) : Summary(result));
            var id = Guid.CreateVersion7();
            if (rows != null) await rows.WriteAsync([("bench_results", [CapacityRows.Result(result, id)]), ("bench_trials", CapacityRows.Trials(result, id))], stop.Token);
            return ExitCode.Done;

            TimeSpan Window() => Duration(window) is var length && length.TotalSeconds >= 2 ? length : throw new UsageException($"--window {parsed.GetValue(window)}: write 2s or more; an answer worth money takes a minute or two.");

            TimeSpan Duration(Option<string> option) => Units.Duration(parsed.GetValue(option)!) ?? throw new UsageException($"{option.Name} {parsed.GetValue(option)}: write a time with its unit, such as 500ms or 2m.");
        });
        return command;
    }

    private static Option<string> Time(string name, string otherwise, string what) => new(name) { Description = what, HelpName = "TIME", DefaultValueFactory = _ => otherwise };

    private static double? Between(string name, double? value, double least, double most) => value is not { } given || (given >= least && given <= most) ? value
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name} {given}: write a number from {least} to {most}."));

    private static string Summary(CapacityResult result)
    {
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{result.Cameras} cameras hold; {result.CamerasWithReserve} with {result.Reserve:0 %} reserve."),
            result.IsMost ? "No more were tried." : $"Spent first: {result.LimitedBy ?? "no sign fired"}.",
        };
        if (result.Cost is { Model: not null, HeldOutError: { } error }) lines.Add(string.Create(CultureInfo.InvariantCulture, $"The cost model is off by {error:0.0 %} on average where it was not fitted ({string.Join(", ", result.Cost.Errors.Select(static e => string.Create(CultureInfo.InvariantCulture, $"{e.Key} {e.Value:0.0 %}")))})."));
        if (result.Options.Out is { } folder) lines.Add($"Report: {Path.Combine(folder, "capacity.md")}");
        return string.Join(Environment.NewLine, lines);
    }
}
