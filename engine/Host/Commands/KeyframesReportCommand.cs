using System.CommandLine;
using System.Globalization;
using Sluice.Core.Stages.Keyframes.Report;
using Sluice.Core.Stages.Keyframes.Report.Page;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice keyframes report</c>: what was seen and what was kept of it, as a table or a page.</summary>
internal static class KeyframesReportCommand
{
    private const int DefaultPictures = 120;

    public static Command Create()
    {
        var shared = new KeyframesArguments();
        var page = new Option<string?>("--html") { Description = "Write a page with plots and a contact sheet into this file; it needs nothing else.", HelpName = "FILE" };
        var pictures = new Option<int>("--pictures") { Description = "Most keyframes on the page, of each source.", DefaultValueFactory = _ => DefaultPictures, HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "Print the reports, one JSON object a period and source." };
        var command = shared.OnMany(new Command("report", "Tell what was seen and what was kept of it.") { page, pictures, json });
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            if (parsed.GetValue(pictures) is not (>= 0 and <= 5000)) throw new UsageException($"--pictures {parsed.GetValue(pictures)}: write 0 to 5000.");
            using var catalog = shared.Open(parsed);
            var data = await ReportData.ReadAsync(catalog, shared.FilterOf(parsed), stop.Token);
            foreach (var one in data.Damaged.Concat(catalog.Unreadable)) await Console.Error.WriteLineAsync($"sluice: left out {one}");
            if (parsed.GetValue(page) is { } path)
            {
                await File.WriteAllTextAsync(path, await ReportPage.OfAsync(catalog, data, parsed.GetValue(pictures), TimeProvider.System.GetUtcNow(), stop.Token), stop.Token);
                Console.WriteLine(Path.GetFullPath(path));
            }
            else if (parsed.GetValue(json))
            {
                foreach (var report in data.Sources.SelectMany(static source => source.Reports)) Console.WriteLine(report.ToLine());
            }
            else
            {
                Print(data);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ReportData data)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("source", "periods", "seen", "chosen", "covered", "spread", "different", "most surprising", "kept vs all");
        foreach (var column in table.Columns.Skip(1).Take(6)) column.RightAligned();
        foreach (var source in data.Sources)
        {
            var apart = Divergence.Of(source.All, source.Archive).OrderByDescending(static one => one.Value).Take(2).Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value:0.00}"));
            string[] cells =
            [
                source.Source, Text(source.Reports.Count), Text(source.Offered), source.Budget > 0 ? $"{Text(source.Chosen)} / {Text(source.Budget)}" : Text(source.Chosen),
                Share(source.Mean(static period => period.Covered)), Share(source.Mean(static period => period.Rho)),
                source.Vendi.ToString("0.0", CultureInfo.InvariantCulture), source.Surprising.Count > 0 ? source.Surprising[0].Cell : "", string.Join(", ", apart),
            ];
            table.AddRow(cells.Select(static cell => new Text(cell)));
        }

        if (data.Sources.Count > 0) AnsiConsole.Write(table);
        else Console.WriteLine("Nothing is in this archive yet, or nothing of what was asked for.");
    }

    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double? value) => value is { } share ? (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "";
}
