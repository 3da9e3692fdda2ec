using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Host.Bench.Capacity;

namespace Sluice.Host.Bench.Scaling;

/// <summary>Writes what a scaling bench found: one JSON object for programs, a page with plots for people.</summary>
internal static class ScalingReport
{
    private const double Mebibyte = 1 << 20;

    /// <summary>The JSON object.</summary>
    public static string Json(ScalingResult result) => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["cost_ratio"] = Round(result.CostRatio, 4),
        ["bytes_per_source"] = result.Memory is { } line ? (long)line.Each : null,
        ["base_bytes"] = result.Memory is { } same ? (long)same.Base : null,
        ["thousand"] = new { fps = result.Options.CameraFps, cores = Round(result.ManyCores, 1), bytes = (long?)result.ManyBytes, extrapolated_from = result.Points.LastOrDefault(static p => p.Counts)?.Sources },
        ["points"] = result.Points.Select(static p => new
        {
            p.Sources,
            cpu_ms_a_frame = Round(p.CpuMsAFrame.Median, 4),
            cpu_ms_rounds = p.CpuMsAFrame,
            resident_bytes = Round(p.ResidentBytes.Median, 0),
            delivered = Math.Round(p.Delivered, 4),
            other_cores = Math.Round(p.OtherCores, 2),
        }),
        ["soak"] = result.Trend is not { } trend ? null : new
        {
            seconds = result.Soak[^1].At,
            sources = result.Options.SoakSources,
            way = JsonNamingPolicy.SnakeCaseLower.ConvertName(trend.Way.ToString()),
            bytes_an_hour = (long)trend.BytesAnHour,
            bytes_an_hour_least = (long)trend.LeastAnHour,
            bytes_an_hour_most = (long)trend.MostAnHour,
            first_bytes = (long)trend.FirstBytes,
            last_bytes = (long)trend.LastBytes,
            most_bytes = trend.MostBytes,
            frames = result.Soak[^1].Sources.Sum(static s => s.Delivered),
            lost = result.Soak[^1].Sources.Sum(static s => s.Lost),
            cores = Round(result.Soak[^1].CpuSeconds / result.Soak[^1].At, 3),
            other_cores = Round((result.Soak[^1].MachineSeconds - result.Soak[^1].CpuSeconds) / result.Soak[^1].At, 2),
            ended_early = result.SoakEnd,
        },
        ["frames_a_second"] = result.Options.Rate,
        ["machine"] = result.Machine,
    }, TrialSpec.Form);

    /// <summary>Writes <c>scaling.json</c>, <c>scaling.md</c> and its pictures.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="folder">Made if need be; files there are replaced.</param>
    public static void Write(ScalingResult result, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "scaling.json"), Json(result) + "\n");
        File.WriteAllText(Path.Combine(folder, "cost.svg"), ScalingPictures.Cost(result));
        File.WriteAllText(Path.Combine(folder, "memory.svg"), ScalingPictures.Memory(result));
        if (result.Soak.Count > 1) File.WriteAllText(Path.Combine(folder, "soak.svg"), ScalingPictures.Soak(result));
        File.WriteAllText(Path.Combine(folder, "scaling.md"), Page(result));
    }

    /// <summary>The page.</summary>
    internal static string Page(ScalingResult result)
    {
        var text = new StringBuilder();
        var (machine, options, clip) = (result.Machine, result.Options, result.Clips[0]);
        Add(text, $"# Cost of a frame with {result.Points[^1].Sources} sources / with one: {(result.CostRatio is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "not measured")}");
        Add(text, $"");
        Add(text, $"`{Path.GetFileName(options.Graph)}` on {machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes / 1e9:0.0} GB; load before {machine.LoadBefore:0.0}; {machine.At:yyyy-MM-dd HH:mm} UTC. {machine.Runtime}, FFmpeg {machine.FFmpeg}, ONNX Runtime {machine.OnnxRuntime}, Sluice {machine.Sluice}.");
        Add(text, $"");
        Add(text, $"{options.Rate:0.#} frames a second over all sources, whatever their number, of {string.Join(", ", options.Clips.Select(Path.GetFileName))} ({clip.Codec}, {clip.Width}x{clip.Height}); each number in a process of its own, {options.Window.TotalSeconds:0} s after a warm-up{(options.Rounds > 1 ? $", {options.Rounds} rounds in turn: medians (least to most)" : "")}. CPU time without the runtime's compiler.");
        Add(text, $"");
        Add(text, $"![cost](cost.svg)");
        Add(text, $"");
        Add(text, $"| sources | CPU ms a frame | against one source | resident MiB | got through | cores others took |");
        Add(text, $"| ---: | ---: | ---: | ---: | ---: | ---: |");
        var one = result.Points[0].CpuMsAFrame.Median;
        foreach (var p in result.Points)
            Add(text, $"| {p.Sources} | {p.CpuMsAFrame.Show("0.00")} | {(p.Counts ? (p.CpuMsAFrame.Median / one).ToString("0.00", CultureInfo.InvariantCulture) : "not counted")} | {p.ResidentBytes.Median / Mebibyte:0} | {p.Delivered:0.0 %} | {p.OtherCores:0.0} |");
        Add(text, $"");
        Add(text, $"![memory](memory.svg)");
        Add(text, $"");
        if (result.Memory is { } line)
            Add(text, $"Memory: {line.Base / Mebibyte:0} MiB and {line.Each / Mebibyte:0.0} MiB a source, by a straight line through these.");
        if (result is { ManyBytes: { } bytes, ManyCores: { } cores })
            Add(text, $"\n**{ScalingResult.Many} sources at {options.CameraFps:0.#} fps would take {cores:0} cores and {bytes / (1 << 30):0.0} GiB. This is extrapolated from {result.Points.Last(static p => p.Counts).Sources} sources and was not run**; it holds for frames like these, and where nothing else runs out before: sockets, memory bandwidth, sinks.");
        AddSoak(text, result);
        return text.ToString();
    }

    private static void AddSoak(StringBuilder text, ScalingResult result)
    {
        if (result.Options.Soak <= TimeSpan.Zero) return;
        Add(text, $"");
        Add(text, $"## Soak");
        if (result.SoakEnd is { } end) Add(text, $"**It ended early: {end}**");
        if (result.Trend is not { } trend) return;
        var last = result.Soak[^1];
        Add(text, $"{result.Options.SoakSources} sources for {Units.Duration(TimeSpan.FromSeconds(Math.Round(last.At)))}, {last.Sources.Sum(static s => s.Delivered)} frames, {last.Sources.Sum(static s => s.Lost)} lost; {last.CpuSeconds / last.At:0.00} cores, and {(last.MachineSeconds - last.CpuSeconds) / last.At:0.0} that other programs took.");
        Add(text, $"{trend.FirstBytes / Mebibyte:0.0} MiB resident after a quarter, {trend.LastBytes / Mebibyte:0.0} MiB at the end, {trend.MostBytes / Mebibyte:0.0} MiB at the most. {Way(trend)}");
        Add(text, $"");
        Add(text, $"![memory over time](soak.svg)");
    }

    private static string Way(SoakTrend trend) => string.Create(CultureInfo.InvariantCulture, $"From the first quarter on an hour adds {trend.BytesAnHour / Mebibyte:+0.0;-0.0;0.0} MiB (with 95 % confidence {trend.LeastAnHour / Mebibyte:+0.0;-0.0;0.0} to {trend.MostAnHour / Mebibyte:+0.0;-0.0;0.0}): {trend.Way switch
    {
        SoakWay.Flat => "**flat**.",
        SoakWay.Rises => "**it rises**.",
        _ => "too short, or too varied, to say what hours would do.",
    }}");

    private static double? Round(double? value, int digits) => value is { } known && double.IsFinite(known) ? Math.Round(known, digits) : null;

    private static void Add(StringBuilder to, FormattableString text) => to.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
