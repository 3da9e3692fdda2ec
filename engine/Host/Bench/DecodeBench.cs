using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Native.FFmpeg;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>
/// What is saved by what a graph lets a source leave out: decodes clips as if for several graphs, in turn, and compares CPU time with decoding
/// everything. Nothing else runs in the process.
/// </summary>
/// <param name="clips">Files.</param>
/// <param name="rounds">How often each is decoded for each graph; the median counts.</param>
internal sealed class DecodeBench(IReadOnlyList<string> clips, int rounds)
{
    private static readonly PushedChoice OneASecond = new("sample", new() { Fps = 1 });
    private static readonly PushedChoice EveryFifth = new("detect", new() { Every = 5 });

    private static readonly (string Name, bool Exact, Pushdown? Push)[] Graphs =
    [
        ("everything", true, null),
        ("sample fps 1", true, new() { Choices = [OneASecond] }),
        ("sample fps 1, exact: false", false, new() { Choices = [OneASecond] }),
        ("samples fps 1 and every 10", true, new() { Choices = [OneASecond, new("other", new() { Every = 10 })] }),
        ("interval 4", true, new() { Choices = [EveryFifth], HandsOnOthers = true }),
        ("interval 4, exact: false", false, new() { Choices = [EveryFifth], HandsOnOthers = true }),
        ("interval 24, exact: false", false, new() { Choices = [EveryFifth with { Options = new() { Every = 25 } }], HandsOnOthers = true }),
        ("loop filter: reference frames only", false, new() { LoopFilter = LoopFilterSkip.NonReference }),
        ("loop filter: none", false, new() { LoopFilter = LoopFilterSkip.All }),
        ("half the size", false, new() { Models = ["model"], SizeOf = static _ => null }),
    ];

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(bool json, CancellationToken stop)
    {
        var results = new List<DecodeResult>();
        foreach (var clip in clips)
        {
            await Console.Error.WriteLineAsync(clip);
            results.AddRange(await MeasureAsync(clip, stop));
        }

        if (json) Console.WriteLine(JsonSerializer.Serialize(results, SourcesReading.Form));
        else Print(results);
    }

    private async Task<List<DecodeResult>> MeasureAsync(string clip, CancellationToken stop)
    {
        var (codec, width, height) = Look(clip);
        var graphs = Graphs.Where(graph => Applies(graph.Push, codec)).Select(graph => graph with { Push = Fit(graph.Push, width, height) }).ToList();
        var runs = graphs.ConvertAll(static _ => new List<DecodeRun>());
        await DecodeRun.MeasureAsync(clip, true, null, stop);

        // In turn: what else the machine does meanwhile meets all of them.
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < graphs.Count; i++) runs[i].Add(await DecodeRun.MeasureAsync(clip, graphs[i].Exact, graphs[i].Push, stop));
        var all = Median(runs[0]);
        return [.. graphs.Select((graph, i) =>
        {
            var run = runs[i][0];
            return new DecodeResult(Path.GetFileName(clip), codec, graph.Name, run.Arrived, run.Pictures, Math.Round(Median(runs[i]), 1),
                Math.Round(all / Median(runs[i]), 2), Math.Round(run.DifferenceFrom(runs[0][0]), 3));
        })];
    }

    private static bool Applies(Pushdown? push, string codec) => push switch
    {
        { Models.IsEmpty: false } => VideoDecoder.MostHalvings(codec) > 0,
        { LoopFilter: not LoopFilterSkip.None } => codec is "h264" or "hevc" or "vp8" or "vp9",
        _ => true,
    };

    private static Pushdown? Fit(Pushdown? push, int width, int height) => push is { Models.IsEmpty: false }
        ? push with { SizeOf = (ImmutableArray<string> _) => (width / 2, height / 2) } : push;

    private static (string Codec, int Width, int Height) Look(string clip)
    {
        using var input = Demuxer.Open(clip);
        return (input.Video.CodecName, input.Video.Width, input.Video.Height);
    }

    private static double Median(List<DecodeRun> runs) => runs.Select(static run => run.Cpu.TotalMilliseconds).Order().ElementAt(runs.Count / 2);

    private static void Print(List<DecodeResult> results)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("clip").AddColumn("codec").AddColumn("graph");
        foreach (var name in new[] { "frames", "pictures", "CPU ms", "less", "luma off by" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var r in results)
            table.AddRow(r.Clip, r.Codec, r.Graph, Number(r.Frames, "0"), Number(r.Pictures, "0"), Number(r.CpuMs, "0.0"), Number(r.TimesLess, "0.00") + "x", Number(r.Difference, "0.00"));
        AnsiConsole.Write(table);
    }

    private static string Number(double number, string form) => number.ToString(form, CultureInfo.InvariantCulture);
}
