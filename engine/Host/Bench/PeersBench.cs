using System.Globalization;
using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>
/// The engine beside scripts that do the same job with other tools (decode, letterbox, run, boxes above a score, suppression), in turn and
/// in one session. Who finds another number of objects did another job, and is not compared.
/// </summary>
/// <param name="graph">The engine's graph: one recording, one <c>detect</c> stage.</param>
/// <param name="folder">Where the scripts lie.</param>
/// <param name="rounds">Rounds of each.</param>
internal sealed class PeersBench(GraphConfig graph, string folder, int rounds)
{
    // The peers scale with other code, and objects at the threshold come and go with it.
    private const double SameObjects = 0.10;

    private readonly PeerScript[] _scripts =
    [
        new("ffmpeg | ONNX Runtime for node, 1 thread", ["node"], Path.Combine(folder, "node-ort.mjs"), 1),
        new($"ffmpeg | ONNX Runtime for node, {Environment.ProcessorCount} threads", ["node"], Path.Combine(folder, "node-ort.mjs"), Environment.ProcessorCount),
        new("OpenCV: VideoCapture, dnn", ["python3", "/usr/bin/python3"], Path.Combine(folder, "opencv.py"), 0),
    ];

    /// <summary>Measures and prints.</summary>
    /// <returns>Whether every peer that is here found about as many objects.</returns>
    public async Task<bool> RunAsync(bool json, CancellationToken stop)
    {
        using var registry = ModelOpener.Registry(graph);
        var engine = new EngineRun(graph, registry);
        var model = engine.Load(stop);
        if (model.Family != ModelFamily.Yolox) throw new UsageException($"bench peers: the scripts read YOLOX models, '{model.Path}' is {model.Family}.");
        var ours = new List<PeerResult>();
        var theirs = _scripts.ToDictionary(static script => script, static _ => new List<PeerResult>());
        var absent = new Dictionary<PeerScript, string>();
        for (var round = 0; round <= rounds; round++)
        {
            var reading = await Reading.OfAsync(() => engine.RunAsync(0, stop));

            // The first compiles; the scripts warm up by themselves.
            if (round == 0) continue;
            ours.Add(new("Sluice", reading.Frames, engine.Objects, reading.Usage.Elapsed.TotalSeconds, reading.Usage.Cpu.TotalSeconds));
            Say(round, "engine", ours[^1]);
            foreach (var script in _scripts)
            {
                if (absent.ContainsKey(script)) continue;
                try
                {
                    theirs[script].Add(await script.RunAsync(JobOf(model), stop));
                    Say(round, script.Name, theirs[script][^1]);
                }
                catch (PeerAbsentException fault)
                {
                    absent[script] = fault.Message;
                }
            }
        }

        var lines = theirs.Select(peer => new PeerLine(peer.Key.Name, ours, peer.Value, absent.GetValueOrDefault(peer.Key), SameObjects)).ToList();
        var own = new PeerLine("Sluice", ours, ours, null, SameObjects);
        if (json) Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object> { ["engine"] = own.Json(), ["peers"] = lines.Select(static l => l.Json()).ToList() }));
        else Print(own, lines);
        return lines.TrueForAll(static line => line.IsAbsent || line.IsSameJob);
    }

    private static void Print(PeerLine own, List<PeerLine> peers)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"{own.Frames} frames a round, {own.Rounds} rounds: medians").AddColumn("who");
        foreach (var name in new[] { "CPU ms a frame", "wall ms a frame", "objects", "theirs / ours, CPU", "theirs / ours, wall" })
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddRow(own.Cells());
        foreach (var peer in peers) table.AddRow(peer.Cells());
        AnsiConsole.Write(table);
    }

    private static void Say(int round, string who, PeerResult result) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"round {round}, {who}: {result.CpuMs:0.0} ms CPU, {result.WallMs:0.0} ms wall a frame, {result.Objects} objects"));

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
