using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sluice.Core.Archive.Export;
using Sluice.Core.Archive.Labels;

namespace Sluice.Host.Commands;

/// <summary><c>sluice keyframes export</c> and <c>import</c>.</summary>
internal static class KeyframesDataCommands
{
    public static Command Export()
    {
        var shared = new KeyframesArguments();
        var to = new Option<string>("--to") { Description = "Folder of the data set; empty or missing.", Required = true, HelpName = "DIR" };
        var format = new Option<string>("--format") { Description = "coco, yolo, cvat or datumaro.", DefaultValueFactory = _ => "coco", HelpName = "NAME" };
        var share = new Option<double>("--val") { Description = "Share for validation, at most; near-duplicates and tracks stay on one side.", DefaultValueFactory = _ => 0.2, HelpName = "SHARE" };
        var seed = new Option<int>("--seed") { Description = "Another split for another seed.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = shared.OnMany(new Command("export", "Write keyframes as a data set with a train/val split and lineage.") { to, format, share, seed, json });
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            if (!Enum.TryParse<ExportFormat>(parsed.GetValue(format), ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
                throw new UsageException($"--format {parsed.GetValue(format)}: write coco, yolo, cvat or datumaro.");
            if (parsed.GetValue(share) is not (>= 0 and <= 1)) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--val {parsed.GetValue(share)}: write a share from 0 to 1."));
            var folder = Path.GetFullPath(parsed.GetValue(to)!);
            if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
                throw new UsageException($"--to {parsed.GetValue(to)}: there is something already; give a new or empty folder.");
            using var catalog = shared.Open(parsed);
            var entries = await shared.FindAsync(catalog, parsed, stop.Token);
            if (entries.Count == 0) throw new UsageException("no keyframe is as asked for: nothing to export.");
            var items = await DataSetExport.WriteAsync(catalog, entries, folder, kind, parsed.GetValue(share), parsed.GetValue(seed), TimeProvider.System.GetUtcNow(), stop.Token);
            var (train, val, labelled) = (items.Count(static item => !item.IsValidation), items.Count(static item => item.IsValidation), items.Count(static item => item.Entry.Corrected != null));
            var classes = DataSetExport.LabelsOf(items);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new Dictionary<string, object> { ["train"] = train, ["val"] = val, ["corrected"] = labelled, ["classes"] = classes, ["to"] = folder })
                : $"{train} pictures to train on and {val} to validate, {labelled} of them corrected by an annotator, {classes.Count} classes: {folder}");
            return ExitCode.Done;
        });
        return command;
    }

    public static Command Import()
    {
        var shared = new KeyframesArguments();
        var labels = new Argument<string>("labels") { Description = "COCO annotations (.json), or a folder of YOLO labels with data.yaml or classes.txt." };
        var by = new Option<string>("--by") { Description = "Who labelled.", DefaultValueFactory = _ => "", HelpName = "NAME" };
        var rows = new Option<string?>("--rows") { Description = "Write one JSON object a box into this file too, in the form of the table keyframe_labels.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = shared.OnArchive(new Command("import", "Bring corrected labels back to their keyframes, and say what was changed.") { labels, by, rows, json });
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            using var catalog = shared.Open(parsed);
            List<LabelFile> files;
            int unknown;
            try
            {
                (files, unknown) = await LabelImport.RunAsync(catalog, parsed.GetValue(labels)!, parsed.GetValue(by)!, TimeProvider.System.GetUtcNow(), stop.Token);
            }
            catch (InvalidDataException fault)
            {
                throw new UsageException(fault.Message);
            }

            if (parsed.GetValue(rows) is { } path) await File.WriteAllBytesAsync(path, LabelRows.Of(files), stop.Token);
            Print(files, unknown, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(List<LabelFile> files, int unknown, bool json)
    {
        var counts = Enum.GetValues<BoxChange>().ToDictionary(static change => change.ToString().ToLowerInvariant(), change => files.Sum(file => file.Count(change)));
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { keyframes = files.Count, unknown, boxes = counts }));
            return;
        }

        Console.WriteLine($"{files.Count} keyframes labelled: {string.Join(", ", counts.Select(static one => $"{one.Value} boxes {one.Key}"))}");
        if (unknown > 0) Console.WriteLine($"{unknown} pictures are none of this archive's and were left out.");
    }
}
