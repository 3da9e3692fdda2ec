using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sluice.Native.FFmpeg;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>
/// What a source costs that sends next to nothing: opens more and more of them, each number in a process of its own, and draws the line
/// through what those processes held.
/// </summary>
/// <param name="urls">The cameras; opened in turn.</param>
/// <param name="most">The largest number of sources.</param>
/// <param name="settle">How long all run before they are measured.</param>
/// <param name="isGated">Whether they are gated by activity.</param>
internal sealed class SourcesBench(string[] urls, int most, TimeSpan settle, bool isGated)
{
    private const int Goal = 500;
    private const double Mebibyte = 1 << 20;

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(bool json, CancellationToken stop)
    {
        var readings = new List<SourcesReading>();
        foreach (var count in new[] { 0, most / 10, most / 4, most / 2, most }.Distinct())
        {
            await Console.Error.WriteLineAsync($"{count} sources ...");
            var reading = await MeasureAsync(count, stop);
            if (reading.Running < count) await Console.Error.WriteLineAsync($"  {reading.Running} of them run: {reading.LastError}");
            readings.Add(reading);
        }

        // Sources that did not open cost something too, but not what is asked here.
        var line = Line([.. readings.Where(static reading => reading.Running >= reading.Sources * 0.98)]);
        if (json) PrintJson(readings, line);
        else PrintTable(readings, line);
    }

    private async Task<SourcesReading> MeasureAsync(int count, CancellationToken stop)
    {
        string[] arguments = ["exec", typeof(SourcesBench).Assembly.Location, "bench", "sources", "--alone",
            "--count", count.ToString(CultureInfo.InvariantCulture), "--settle", settle.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s",
            .. isGated ? new[] { "--gate" } : [], .. urls.SelectMany(static url => new[] { "--url", url })];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        try
        {
            var answer = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0 && JsonSerializer.Deserialize<SourcesReading>(answer, SourcesReading.Form) is { } reading ? reading
                : throw new InvalidOperationException($"The process with {count} sources ended with code {process.ExitCode}.");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>The straight line through the readings: bytes without a source, and bytes of each.</summary>
    private static (double Base, double Each)? Line(IReadOnlyList<SourcesReading> readings)
    {
        if (readings.Count < 2) return null;
        var (x, y) = (readings.Average(static r => r.Sources), readings.Average(static r => (double)r.CountedBytes));
        var spread = readings.Sum(r => (r.Sources - x) * (r.Sources - x));
        var each = readings.Sum(r => (r.Sources - x) * (r.CountedBytes - y)) / spread;
        return (y - (each * x), each);
    }

    private void PrintJson(List<SourcesReading> readings, (double Base, double Each)? line)
    {
        var answer = new Dictionary<string, object?>
        {
            ["urls"] = urls.Select(SourceUrl.Redact).ToList(),
            ["readings"] = readings,
            ["base_bytes"] = line is { } known ? (long)known.Base : null,
            ["bytes_per_source"] = line is { } steep ? (long)steep.Each : null,
        };
        Console.WriteLine(JsonSerializer.Serialize(answer, SourcesReading.Form));
    }

    private static void PrintTable(List<SourcesReading> readings, (double Base, double Each)? line)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var name in new[] { "sources", "running", "resident MiB", "pictures", "managed", "stacks", "native heap", "threads", "handles", "CPU %" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var r in readings)
            table.AddRow(Number(r.Sources), Number(r.Running), Mebibytes(r.ResidentBytes), Mebibytes(r.PictureBytes), Mebibytes(r.ManagedBytes), Mebibytes(r.StackBytes),
                Mebibytes(r.NativeBytes), Number(r.Threads), Number(r.Handles), r.CpuPercent.ToString("0.0", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
        if (line is not { } known) return;
        var (reached, whole) = (readings.Where(static r => r.Running == r.Sources).Max(static r => r.Sources), (known.Base + (known.Each * Goal)) / Mebibyte);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{known.Base / Mebibyte:0.0} MiB without sources and {known.Each / Mebibyte:0.00} MiB a source, pictures in flight apart: "
            + $"{Goal} sources take {whole:0} MiB{(reached < Goal ? $", extrapolated from {reached}" : "")}."));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Mebibytes(long bytes) => (bytes / Mebibyte).ToString("0.0", CultureInfo.InvariantCulture);
}
