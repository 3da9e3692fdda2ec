using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sluice.Core.Archive;
using Sluice.Core.Archive.Catalog;
using Sluice.Core.Sinks;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice keyframes</c>: looks through an archive of keyframes, takes data sets out and corrected labels in.</summary>
internal static class KeyframesCommand
{
    // A terminal is no place for more; --json has no limit.
    private const int MostRowsShown = 200;

    public static Command Create()
    {
        var command = new Command("keyframes", "Look through an archive of keyframes: list, show, export, import labels, pin, report.");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(KeyframesDataCommands.Export());
        command.Subcommands.Add(KeyframesDataCommands.Import());
        command.Subcommands.Add(Pin("pin", "Never evict these keyframes, also while an engine runs.", isPinned: true));
        command.Subcommands.Add(Pin("unpin", "Let these keyframes be evicted again.", isPinned: false));
        command.Subcommands.Add(KeyframesReportCommand.Create());
        return command;
    }

    private static Command List()
    {
        var (shared, json) = (new KeyframesArguments(), new Option<bool>("--json") { Description = "Print one JSON object a keyframe." });
        var command = shared.OnMany(new Command("list", "List keyframes.") { json });
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            using var catalog = shared.Open(parsed);
            var found = await shared.FindAsync(catalog, parsed, stop.Token);
            if (parsed.GetValue(json)) foreach (var entry in found) Console.WriteLine(Json(entry, catalog));
            else Print(found);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var (shared, json) = (new KeyframesArguments(), new Option<bool>("--json") { Description = "Print its sidecar." });
        var key = new Argument<string>("key") { Description = "SOURCE/PERIOD/ID, or the first letters of the id." };
        var command = shared.OnArchive(new Command("show", "Show all that is known of a keyframe.") { key, json });
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            using var catalog = shared.Open(parsed);
            var entry = await OneAsync(catalog, parsed.GetValue(key)!, stop.Token);
            if (parsed.GetValue(json)) Console.WriteLine(entry.Keyframe.Text);
            else Print(entry, catalog);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Pin(string name, string about, bool isPinned)
    {
        var shared = new KeyframesArguments();
        var keys = new Argument<string[]>("key") { Description = "SOURCE/PERIOD/ID, or the first letters of the id.", Arity = ArgumentArity.OneOrMore };
        var command = shared.OnArchive(new Command(name, about) { keys });
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            using var catalog = shared.Open(parsed);
            var entries = new List<CatalogEntry>();
            foreach (var key in parsed.GetValue(keys)!) entries.Add(await OneAsync(catalog, key, stop.Token));
            foreach (var entry in entries)
            {
                if (isPinned) await catalog.Place.WriteAsync(entry.Keyframe.Key + ArchiveNames.Pin, ReadOnlyMemory<byte>.Empty, stop.Token);
                else if (entry.Keyframe.IsPinned) throw new UsageException($"{entry.Keyframe.Key} was pinned by the graph when it was kept, which stays.");
                else await catalog.Place.DeleteAsync(entry.Keyframe.Key + ArchiveNames.Pin, stop.Token);
                Console.WriteLine($"{name}ned {entry.Keyframe.Key}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<CatalogEntry> OneAsync(ArchiveCatalog catalog, string key, CancellationToken stop)
    {
        try
        {
            return await catalog.OneAsync(key, stop);
        }
        catch (InvalidDataException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    private static string WhyOf(ArchivedKeyframe known)
    {
        var why = known.IsRandom ? "random" : known.Trigger ?? known.Reasons.Where(static one => one.Key != "frames").OrderByDescending(static one => one.Value).Select(static one => one.Key).FirstOrDefault() ?? "";
        return known.RareCell == null ? why : $"{why}, rare: {known.RareCell}";
    }

    private static string ClassesOf(CatalogEntry entry) => string.Join(", ", entry.Boxes.GroupBy(static box => box.Label)
        .OrderByDescending(static group => group.Count()).Select(static group => group.Count() == 1 ? group.Key : $"{group.Count()} {group.Key}"));

    private static void Print(List<CatalogEntry> found)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("id", "source", "taken", "score", "stands for", "why", "objects", "");
        table.Columns[3].RightAligned();
        table.Columns[4].RightAligned();
        foreach (var entry in found.TakeLast(MostRowsShown))
        {
            var known = entry.Keyframe;
            string[] cells =
            [
                ShortId(known), known.Source, known.CapturedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                known.Score.ToString("0.000", CultureInfo.InvariantCulture), known.StandsFor.ToString("N0", CultureInfo.InvariantCulture),
                WhyOf(known), ClassesOf(entry), $"{(entry.IsPinned ? "pinned" : "")}{(entry.Corrected != null ? " labelled" : "")}".Trim(),
            ];
            table.AddRow(cells.Select(static cell => new Text(cell)));
        }

        if (found.Count > 0) AnsiConsole.Write(table);
        if (found.Count > MostRowsShown) Console.WriteLine($"The last {MostRowsShown} are shown; --json prints all.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Count} keyframes, {new Abstractions.ByteSize(found.Sum(static entry => entry.Bytes))}"));
    }

    private static string ShortId(ArchivedKeyframe known) => known.Key[(known.Key.LastIndexOf('/') + 1)..];

    private static void Print(CatalogEntry entry, ArchiveCatalog catalog)
    {
        var known = entry.Keyframe;
        var grid = new Grid().AddColumns(2);
        void Row(string name, string value) => grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
        Row("key", known.Key);
        Row("picture", catalog.Place.UriOf(known.Key + ArchiveNames.Picture));
        Row("source", string.Create(CultureInfo.InvariantCulture, $"{known.Source}, frame {known.Frame}{(known.PtsSeconds is { } seconds ? $", {seconds:0.000} s" : "")}"));
        Row("taken", known.CapturedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Row("size", $"{known.Width} x {known.Height}, {new Abstractions.ByteSize(entry.Bytes)}");
        Row("why", WhyOf(known));
        Row("gain", string.Join(", ", known.Reasons.Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value:0.####}"))));
        Row("stands for", string.Create(CultureInfo.InvariantCulture, $"{known.StandsFor:N0} frames; losing it costs {known.Loss:0.######}"));
        if (entry.IsPinned) Row("pinned", "yes");
        Row("made by", $"{known.Engine}, graph {(known.Config.Length > 12 ? known.Config[..12] : known.Config)}, models {string.Join(", ", known.Models.Select(static one => $"{one.Key} {(one.Value.Length > 12 ? one.Value[..12] : one.Value)}"))}");
        AnsiConsole.Write(grid);
        if (entry.Boxes.IsEmpty) return;
        var table = new Table().Border(TableBorder.Rounded).AddColumns(entry.Corrected == null ? "object (model)" : "object (annotator)", "score", "box", "track");
        foreach (var box in entry.Boxes)
        {
            table.AddRow(new Text(box.Label), new Text(box.Score.ToString("0.00", CultureInfo.InvariantCulture)),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{box.Box.X1:0} {box.Box.Y1:0} {box.Box.X2:0} {box.Box.Y2:0}")), new Text(box.Track?.ToString(CultureInfo.InvariantCulture) ?? ""));
        }

        AnsiConsole.Write(table);
    }

    private static string Json(CatalogEntry entry, ArchiveCatalog catalog)
    {
        var known = entry.Keyframe;
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, FrameJson.Options);
        json.WriteStartObject();
        json.WriteString("key"u8, known.Key);
        json.WriteString("source"u8, known.Source);
        json.WriteNumber("frame"u8, known.Frame);
        json.WriteString("id"u8, known.FrameId);
        json.WriteString("captured_at"u8, known.CapturedAt.UtcDateTime);
        json.WriteNumber("score"u8, known.Score);
        json.WriteString("why"u8, WhyOf(known));
        json.WriteNumber("stands_for"u8, known.StandsFor);
        json.WriteStartObject("objects"u8);
        foreach (var group in entry.Boxes.GroupBy(static box => box.Label)) json.WriteNumber(group.Key, group.Count());
        json.WriteEndObject();
        json.WriteBoolean("pinned"u8, entry.IsPinned);
        json.WriteBoolean("labelled"u8, entry.Corrected != null);
        json.WriteNumber("bytes"u8, entry.Bytes);
        json.WriteString("uri"u8, catalog.Place.UriOf(known.Key + ArchiveNames.Picture));
        json.WriteEndObject();
        json.Flush();
        return System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
