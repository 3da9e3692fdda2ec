using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>Lets the <c>keyframes</c> stage choose from clips and writes what it chose as lists that can be judged.</summary>
internal sealed class KeyframeBench(KeyframeBenchOptions options)
{
    /// <summary>Runs and prints.</summary>
    public async Task RunAsync(bool json, CancellationToken stop)
    {
        var readings = new List<KeyframeReading>();
        if (options.Together) readings.AddRange(await new KeyframeRun(options.Clips, options).RunAsync(stop));
        else
            foreach (var clip in options.Clips) readings.AddRange(await new KeyframeRun([clip], options).RunAsync(stop));
        if (options.To is { } folder) Write(folder, readings);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(readings, SourcesReading.Form));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumn("clip");
        foreach (var name in new[] { "frames", "chosen", "us a frame" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var reading in readings)
            table.AddRow(reading.Clip, Text(reading.Offered), Text(reading.Frames.Count), reading.MeanUs.ToString("0.0", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
    }

    private void Write(string folder, List<KeyframeReading> readings)
    {
        Directory.CreateDirectory(folder);
        if (options.Together)
        {
            var lines = readings.SelectMany(static reading => reading.Frames.Select(frame => FormattableString.Invariant($"{reading.Clip}:{frame}")));
            File.WriteAllLines(Path.Combine(folder, "together.txt"), lines);
            return;
        }

        foreach (var reading in readings)
            File.WriteAllLines(Path.Combine(folder, Path.ChangeExtension(reading.Clip, ".txt")), reading.Frames.Select(Text));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
