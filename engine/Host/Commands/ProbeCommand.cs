using System.CommandLine;
using System.Text.Json;
using Sluice.Native.FFmpeg;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice probe URI</c>: opens an input and says what is in it.</summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var uri = new Argument<string>("uri") { Description = "A path or URL." };
        var timeout = new Option<int>("--timeout") { Description = "Seconds to wait for an answer.", DefaultValueFactory = _ => 10 };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("probe", "Open an input and say what is in it: codec, size, rate, rotation, duration.") { uri, timeout, json };
        command.SetAction(parsed => Run(parsed.GetValue(uri)!, TimeSpan.FromSeconds(parsed.GetValue(timeout)), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string uri, TimeSpan timeout, bool json)
    {
        using var stop = new Interrupts();
        using var input = Demuxer.Open(uri, new DemuxerOptions { OpenTimeout = timeout, ReadTimeout = timeout }, stop.Token);
        var video = input.Video;
        var duration = video.Duration is { } units ? units * (double)video.TimeBase.Num / video.TimeBase.Den : (double?)null;
        var rate = video.AverageFrameRate is { Num: > 0 } average ? (double)average.Num / average.Den : (double?)null;
        if (json)
        {
            var facts = new Dictionary<string, object?>
            {
                ["source"] = input.Source,
                ["format"] = input.FormatName,
                ["stream"] = video.Index,
                ["codec"] = video.CodecName,
                ["profile"] = video.ProfileName,
                ["width"] = video.Width,
                ["height"] = video.Height,
                ["pixel_format"] = video.PixelFormatName,
                ["fps"] = rate,
                ["rotation"] = video.RotationDegrees,
                ["duration_seconds"] = duration,
                ["frames"] = video.FrameCount,
                ["bit_rate"] = video.BitRate,
            };
            Console.WriteLine(JsonSerializer.Serialize(facts.Where(fact => fact.Value != null).ToDictionary()));
            return ExitCode.Done;
        }

        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn("");
        void Row(string name, string? value)
        {
            if (value != null) table.AddRow(new Text(name), new Text(value));
        }

        Row("source", input.Source);
        Row("format", input.FormatName);
        Row("codec", video.ProfileName == null ? video.CodecName : $"{video.CodecName} {video.ProfileName}");
        Row("size", $"{video.Width} x {video.Height} {video.PixelFormatName}");
        Row("rate", rate is { } fps ? FormattableString.Invariant($"{fps:0.###} fps") : "variable or unknown");
        Row("rotation", video.RotationDegrees == 0 ? null : $"{video.RotationDegrees} degrees");
        Row("duration", duration is { } seconds ? FormattableString.Invariant($"{seconds:0.##} s") : null);
        Row("frames", video.FrameCount?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Row("bit rate", video.BitRate is { } bits ? FormattableString.Invariant($"{bits / 1000.0:0} kbit/s") : null);
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }
}
