using System.CommandLine;
using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Telemetry;
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
        var transport = new Option<RtspTransport>("--transport") { Description = "How RTP packets travel: tcp, udp, udpMulticast or http." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("probe", "Open an input and say what is in it: codec, size, rate, rotation, duration.") { uri, timeout, transport, json };
        command.SetAction(parsed => Run(parsed.GetValue(uri)!, TimeSpan.FromSeconds(parsed.GetValue(timeout)), parsed.GetValue(transport), parsed.GetValue(json)));
        return command;
    }

    private static Demuxer Open(SourceConfig source, CancellationToken stop)
    {
        if (InputSupport.Missing(source) is { } problem) throw new UsageException($"{source}: {problem}");
        var isCamera = SourceUri.IsCamera(source.Kind);
        try
        {
            var url = isCamera ? NameResolver.System.Resolve(source.Uri, 0, source.Timeout, stop) : source.Uri;
            return Demuxer.Open(source.Kind == SourceKind.Device ? source.Location : url, InputOptions.Of(source, isCamera), stop);
        }
        catch (Exception failure) when (failure is AvException or StreamFaultException)
        {
            // The words of `run --json` and the metrics, so that what is seen here can be looked up there.
            var fault = FaultClassifier.Classify(failure, source.Uri);
            var side = FaultReasons.SideOf(fault.Reason) is var found and not FaultSide.None ? $", {SnakeCase.Of(found)} side" : "";
            throw new InvalidOperationException($"{SnakeCase.Of(fault.Reason)}{side}: {fault.Message}", failure);
        }
    }

    private static int Run(string uri, TimeSpan timeout, RtspTransport transport, bool json)
    {
        using var stop = new Interrupts();
        if (!SourceUri.TryClassify(uri, Environment.CurrentDirectory, out var kind, out var location)) (kind, location) = (SourceKind.File, uri);
        using var input = Open(new()
        {
            Id = "probe", Uri = uri, Kind = kind, Location = location, ShownUri = Secrets.MaskUris(uri), Timeout = timeout, Transport = transport,
        }, stop.Token);
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
                ["cpu_only"] = DeviceDecoding.Missing(video),
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
        Row("on a GPU", DeviceDecoding.Missing(video) is { } why ? $"no: {why}" : "may be decoded there");
        Row("rotation", video.RotationDegrees == 0 ? null : $"{video.RotationDegrees} degrees");
        Row("duration", duration is { } seconds ? FormattableString.Invariant($"{seconds:0.##} s") : null);
        Row("frames", video.FrameCount?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Row("bit rate", video.BitRate is { } bits ? FormattableString.Invariant($"{bits / 1000.0:0} kbit/s") : null);
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }
}
