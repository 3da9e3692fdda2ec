using System.Globalization;
using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Host.Bench.Capacity;
using Spectre.Console;

namespace Sluice.Host.Bench.Peers;

/// <summary>
/// The engine beside others that do the same work on the same clip with other tools, in turn and in one session: decoding; decoding and
/// converting to a model's size; decoding, a model and its boxes. Who finds another number of objects did another job, and is not compared.
/// </summary>
/// <param name="graph">The engine's graph: one recording, one <c>detect</c> stage.</param>
/// <param name="folder">Where the scripts lie.</param>
/// <param name="rounds">Rounds of each.</param>
internal sealed class PeersBench(GraphConfig graph, string folder, int rounds)
{
    // The peers scale with other code, and objects at the threshold come and go with it.
    private const double SameObjects = 0.10;
    private static readonly string[] Python = ["/usr/bin/python3", "python3"];

    /// <summary>Measures and prints.</summary>
    /// <returns>Whether every peer that is here did the same job.</returns>
    public async Task<bool> RunAsync(bool json, CancellationToken stop)
    {
        using var registry = ModelOpener.Registry(graph);
        var engine = new EngineRun(graph, registry);
        var model = engine.Load(stop);
        if (model.Family != ModelFamily.Yolox) throw new UsageException($"bench peers: the scripts read YOLOX models, '{model.Path}' is {model.Family}.");
        using var bare = new BareLoop(model);
        var machine = Machine.Read();
        var jobs = Jobs(engine, bare, model);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var job in jobs)
            {
                foreach (var peer in job.Others.Prepend(job.Own)) await RunAsync(peer, round, stop);
            }
        }

        var lines = jobs.ConvertAll(static job => (Job: job, Lines: job.Others.Prepend(job.Own).Select(peer => new PeerLine(peer.Name, job.Own.Results, peer.Results, peer.Absent, SameObjects)).ToList()));
        if (json) PrintJson(lines, machine);
        else Print(lines, machine);
        return lines.TrueForAll(static job => job.Lines.TrueForAll(static line => line.IsAbsent || line.IsSameJob));
    }

    private List<PeerJob> Jobs(EngineRun engine, BareLoop bare, DetectionModel model)
    {
        var (video, shape) = (graph.Sources[0].Location, JobOf(model));
        var cores = Environment.ProcessorCount;
        var decode = new EngineRun(graph with { Stages = [], Models = [] }, null);
        var convert = new EngineRun(graph with { Stages = [ConvertFactory.Stage(model)], Models = [] }, null);
        return
        [
            new("decode every frame", "decode", Ours("Sluice: source", decode),
                [Loop("bare loop, 1 thread", stop => bare.Read(video, 1, true, stop)), Script("ffmpeg -benchmark, 1 thread", Python, "ffmpeg-decode.py", 1, shape, "decode"), Script("GStreamer: decodebin", Python, "gstreamer.py", 1, shape, "decode")]),
            new($"decode, convert to {model.InputWidth}x{model.InputHeight}", "convert", Ours("Sluice: source, one pass", convert),
                [Script("ffmpeg: scale, format, 1 thread", Python, "ffmpeg-decode.py", 1, shape, "convert"), Script("GStreamer: videoscale, videoconvert", Python, "gstreamer.py", 1, shape, "convert")]),
            new("decode, model, boxes", "detect", Ours("Sluice: source, detect", engine),
            [
                Loop("bare loop without boxes, 1 thread", stop => bare.Read(video, 1, false, stop)),
                Script("ffmpeg | ONNX Runtime for node, 1 thread", ["node"], "node-ort.mjs", 1, shape, "detect"),
                Script($"ffmpeg | ONNX Runtime for node, {cores} threads", ["node"], "node-ort.mjs", cores, shape, "detect"),
                Script("OpenCV: VideoCapture, dnn", ["python3", "/usr/bin/python3"], "opencv.py", 0, shape, "detect"),
            ]),
        ];
    }

    private static async Task RunAsync(Peer peer, int round, CancellationToken stop)
    {
        if (peer.Absent != null) return;
        try
        {
            var result = await peer.RunAsync(stop);

            // The first compiles and fills caches.
            if (round == 0) return;
            peer.Results.Add(result);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"round {round}, {peer.Name}: {result.CpuMs:0.00} ms CPU, {result.WallMs:0.00} ms wall a frame{(result.Objects is { } objects ? $", {objects} objects" : "")}"));
        }
        catch (PeerAbsentException fault)
        {
            peer.Absent = fault.Message;
        }
    }

    private static Peer Ours(string name, EngineRun run) => new(name, async stop =>
    {
        var reading = await Reading.OfAsync(() => run.RunAsync(0, stop));
        return new(name, reading.Frames, run.FindsObjects ? run.Objects : null, reading.Usage.Elapsed.TotalSeconds, reading.Usage.Cpu.TotalSeconds);
    });

    private static Peer Loop(string name, Func<CancellationToken, int> read) => new(name, stop =>
    {
        var reading = Reading.Of(() => read(stop));
        return Task.FromResult(new PeerResult(name, reading.Frames, null, reading.Usage.Elapsed.TotalSeconds, reading.Usage.Cpu.TotalSeconds));
    });

    private Peer Script(string name, string[] programs, string file, int threads, Dictionary<string, object> job, string what)
    {
        var script = new PeerScript(name, programs, Path.Combine(folder, file), threads);
        return new(name, stop => script.RunAsync(new(job) { ["job"] = what }, stop));
    }

    private static void Print(List<(PeerJob Job, List<PeerLine> Lines)> jobs, Machine machine)
    {
        foreach (var (job, lines) in jobs)
        {
            var table = new Table().Border(TableBorder.Rounded).Title($"{job.Name}: {lines[0].Frames} frames a round, {lines[0].Rounds} rounds, median (least to most)".EscapeMarkup()).AddColumn("who");
            foreach (var name in new[] { "CPU ms a frame", "wall ms a frame", "objects", "theirs / ours, CPU", "theirs / ours, wall" })
                table.AddColumn(new TableColumn(name).RightAligned());
            foreach (var line in lines) table.AddRow(line.Cells());
            AnsiConsole.Write(table);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{machine.Processor}, {machine.Cores} cores, load before {machine.LoadBefore:0.0}, {machine.At:yyyy-MM-dd HH:mm} UTC; FFmpeg {machine.FFmpeg}"));
    }

    private static void PrintJson(List<(PeerJob Job, List<PeerLine> Lines)> jobs, Machine machine) => Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["machine"] = machine,
        ["jobs"] = jobs.ConvertAll(static job => new Dictionary<string, object> { ["job"] = job.Job.Key, ["own"] = job.Lines[0].Json(), ["peers"] = job.Lines.Skip(1).Select(static l => l.Json()).ToList() }),
    }, TrialSpec.Form));

    private Dictionary<string, object> JobOf(DetectionModel model) => new()
    {
        ["video"] = graph.Sources[0].Location,
        ["model"] = model.Path,
        ["width"] = model.InputWidth,
        ["height"] = model.InputHeight,
        ["color"] = model.Card.Color == ChannelOrder.Bgr ? "bgr" : "rgb",
        ["scale"] = model.Card.Scale,
        ["pad"] = model.Card.Pad,
        ["score"] = model.Card.Score,
        ["iou"] = model.Card.Iou,
    };
}
