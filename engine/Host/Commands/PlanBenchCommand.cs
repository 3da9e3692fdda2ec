using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sluice.Host.Bench.Capacity;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench plan</c>: how many boxes a number of cameras needs, from what <c>bench capacity</c> found on each kind.</summary>
internal static class PlanBenchCommand
{
    public static Command Create()
    {
        var cameras = new Option<int>("--cameras") { Description = "How many cameras.", Required = true };
        var graph = new Option<string?>("--graph") { Description = "The graph they are for: results of another one are refused.", HelpName = "FILE" };
        var from = new Option<string[]>("--from") { Description = "capacity.json of each kind of box.", HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
        var fps = new Option<double?>("--fps") { Description = "Frames a second the cameras send; left out, as measured." };
        var size = new Option<string?>("--size") { Description = "Their size; left out, as measured.", HelpName = "WIDTHxHEIGHT" };
        var cores = new Option<int?>("--cores") { Description = "Cores of a box; left out, as measured." };
        var model = new Option<double>("--model-cost") { Description = "What a run of the model costs against that of the one measured, such as 2.5.", DefaultValueFactory = static _ => 1 };
        var reserve = new Option<double?>("--reserve") { Description = "Part of the cameras of a box held back; left out, as measured." };
        var json = new Option<bool>("--json") { Description = "Print one JSON array." };
        var sets = GraphArguments.Sets();
        var command = new Command("plan", "Say how many boxes a number of cameras needs, by results of 'bench capacity'.") { cameras, graph, from, fps, size, cores, model, reserve, sets, json };
        command.SetAction(parsed =>
        {
            var asked = new PlannedCameras(parsed.GetValue(cameras), parsed.GetValue(fps), MegapixelsOf(parsed.GetValue(size)), parsed.GetValue(cores), parsed.GetValue(model), parsed.GetValue(reserve));
            if (asked.Cameras < 1) throw new UsageException($"--cameras {asked.Cameras}: write 1 or more.");
            if (asked.Fps is not (null or (> 0 and <= 1000))) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--fps {asked.Fps}: write a number above 0 and up to 1000."));
            if (asked.ModelCost is not (> 0 and <= 10000)) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--model-cost {asked.ModelCost}: write a number above 0 and up to 10000."));
            if (asked.Reserve is not (null or (>= 0 and <= 0.9))) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--reserve {asked.Reserve}: write a number from 0 to 0.9."));
            if (asked.Cores is < 1 or > 4096) throw new UsageException($"--cores {asked.Cores}: write a number from 1 to 4096.");
            var revision = parsed.GetValue(graph) is { } file ? GraphOpener.Load(file, GraphOpener.Catalog(file, new() { Sets = parsed.GetValue(sets)! }), new() { Sets = parsed.GetValue(sets)!, MayHaveNoSources = true }).Revision : null;
            var plans = parsed.GetValue(from)!.Select(path => BoxPlan.Of(path, asked, revision)).OrderBy(static plan => plan.Boxes ?? int.MaxValue).ToList();
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(plans, TrialSpec.Form));
            else Print(plans);
            return ExitCode.Done;
        });
        return command;
    }

    private static double? MegapixelsOf(string? size)
    {
        if (size == null) return null;
        var parts = size.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height) && width is > 0 and <= 65536 && height is > 0 and <= 65536
            ? width * (double)height / 1e6
            : throw new UsageException($"--size {size}: write width and height in pixels, such as 1920x1080.");
    }

    private static void Print(List<BoxPlan> plans)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("result", "box");
        foreach (var name in new[] { "cameras a box", "with reserve", "boxes" }) table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumns("spent first", "from");
        foreach (var plan in plans)
            table.AddRow(Markup.Escape(plan.Result), Markup.Escape(plan.Box), Number(plan.Cameras), Number(plan.CamerasWithReserve), plan.Boxes is { } boxes ? Number(boxes) : "none is enough",
                Markup.Escape(plan.LimitedBy ?? ""), plan.IsMeasured ? "measured" : plan.OffBy is { } error ? string.Create(CultureInfo.InvariantCulture, $"cost model, off by {error:0.0 %}") : "cost model, never checked for this");
        AnsiConsole.Write(table);

        // Under the table, where a narrow terminal does not break them up.
        foreach (var plan in plans)
            foreach (var note in plan.Notes) Console.WriteLine($"{plan.Result}: {note}.");
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
