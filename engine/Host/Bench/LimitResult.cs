using System.Globalization;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>What <see cref="LimitBench"/> measured with one number of sources, layer by layer.</summary>
/// <param name="sources">How many read the clip.</param>
internal sealed class LimitResult(int sources)
{
    private readonly Layer _decode = new("bare decode, one thread");
    private readonly Layer _run = new("bare run of the model, one thread");
    private readonly Layer _loop = new("bare loop: decode, scale, run, one thread");
    private readonly Layer _whole = new("whole graph: source, detect, boxes");
    private readonly Readings _slowest = [];
    private readonly Readings _ratio = [];
    private readonly Readings _bytes = [];
    private string _slowestId = "";
    private int _frames;
    private int _fullCollections;

    /// <summary>Takes up a round.</summary>
    public void Add(Reading decode, Reading run, Reading loop, Reading whole, EngineRun engine)
    {
        _decode.Add(decode);
        _run.Add(run);
        _loop.Add(loop);
        _whole.Add(whole);
        _frames = whole.Frames;
        var slowest = engine.Stages.MaxBy(static stage => stage.Busy)!;
        _slowestId = slowest.Id;
        _slowest.Add(slowest.Busy.TotalMilliseconds / whole.Frames);
        _ratio.Add(whole.CpuMs / loop.CpuMs);
        _bytes.Add(engine.SteadyBytesAFrame);
        _fullCollections += whole.Usage.Collections[2];
    }

    /// <summary>For people.</summary>
    public Table Table()
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"{sources} {(sources == 1 ? "source" : "sources")}, {_frames} frames a round, {_ratio.Count} {(_ratio.Count == 1 ? "round" : "rounds")}: median (least to most)")
            .AddColumn("layer");
        foreach (var name in new[] { "CPU ms a frame", "of the whole", "fps" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var layer in new[] { _decode, _run, _loop, _whole })
            table.AddRow(layer.Name, layer.Cpu.Show("0.00"), Share(layer.Cpu), layer.Fps.Show("0"));
        table.InsertRow(3, $"slowest stage: {_slowestId}, time in its calls", _slowest.Show("0.00"), Share(_slowest), "-");
        table.AddRow("whole graph / bare loop, round by round", _ratio.Show("0.000"), "", Times(_whole.Fps.Median / _loop.Fps.Median));
        table.AddRow("managed bytes a frame after the first quarter; full collections", _bytes.Show("0"), "", _fullCollections.ToString(CultureInfo.InvariantCulture));
        return table;
    }

    /// <summary>For scripts.</summary>
    public Dictionary<string, object> Json() => new()
    {
        ["sources"] = sources,
        ["frames"] = _frames,
        ["decode_ms"] = _decode.Cpu.Median,
        ["run_ms"] = _run.Cpu.Median,
        ["bare_ms"] = _loop.Cpu.Median,
        ["slowest_stage"] = _slowestId,
        ["slowest_stage_ms"] = _slowest.Median,
        ["engine_ms"] = _whole.Cpu.Median,
        ["bare_fps"] = _loop.Fps.Median,
        ["engine_fps"] = _whole.Fps.Median,
        ["ratio"] = _ratio.Median,
        ["ratios"] = _ratio,
        ["allocated_bytes_per_frame"] = _bytes.Median,
        ["full_collections"] = _fullCollections,
    };

    private string Share(Readings readings) => (readings.Median / _whole.Cpu.Median).ToString("0 %", CultureInfo.InvariantCulture);

    private static string Times(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + "x";

    private sealed record Layer(string Name)
    {
        public Readings Cpu { get; } = [];

        public Readings Fps { get; } = [];

        public void Add(Reading reading)
        {
            Cpu.Add(reading.CpuMs);
            Fps.Add(reading.Fps);
        }
    }
}
