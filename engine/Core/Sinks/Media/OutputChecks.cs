using System.Text.RegularExpressions;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>What can be said of output options before anything starts.</summary>
internal static partial class OutputChecks
{
    private static readonly string[] Presets =
        ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

    private static readonly string[] Extensions = [".mp4", ".mov", ".mkv"];

    /// <summary>Finds the faults.</summary>
    /// <param name="options">The options.</param>
    /// <returns>For each its key and what would be right.</returns>
    public static IEnumerable<(string Key, string Message)> Of(OutputOptions options)
    {
        foreach (var fault in OfPlace(options)) yield return fault;
        foreach (var fault in OfLengths(options)) yield return fault;
        if (!Presets.Contains(options.Preset))
            yield return ("preset", $"wants one of {string.Join(", ", Presets)}, not '{options.Preset}'.");
        if (options.Crf is < 0 or > 51) yield return ("crf", $"wants 0 (best) to 51 (smallest), not {options.Crf}.");
        if (!EncoderName().IsMatch(options.Encoder))
            yield return ("encoder", $"wants cpu, auto, cuda:0 or FFmpeg's name of an encoder such as libx264, not '{options.Encoder}'.");
        if (options.Encoder.StartsWith(EncoderCatalog.NvencHevc, StringComparison.Ordinal) && options.Form is OutputFormat.Hls or OutputFormat.Rtmp)
            yield return ("encoder", $"wants one of H.264, not '{options.Encoder}': players of {(options.Form == OutputFormat.Hls ? "HLS" : "RTMP")} need not know HEVC.");
    }

    private static IEnumerable<(string Key, string Message)> OfPlace(OutputOptions options)
    {
        var (to, form) = (options.To, options.Form);
        if (form == OutputFormat.Mjpeg && to is "" or "http") yield break;
        if (string.IsNullOrWhiteSpace(to))
        {
            yield return ("to", "wants where to write, such as out/{source}.mp4.");
            yield break;
        }

        var shown = Config.Secrets.MaskUris(to);
        var places = form == OutputFormat.Segments ? new[] { "{source}", "{time}" } : ["{source}"];
        var other = FileNames.FirstPlace(places.Aggregate(to, static (text, place) => text.Replace(place, "", StringComparison.Ordinal)));
        var isUrl = to.Contains("://", StringComparison.Ordinal);
        if (other == "{time}")
            yield return ("to", "'{time}' names files of a fixed length: say how long with 'segment', such as segment: 60s.");
        else if (other != null)
            yield return ("to", $"'{other}' cannot be filled in for a whole video; {string.Join(" and ", places)} can.");
        else if (form is OutputFormat.Rtsp or OutputFormat.Rtmp && !isUrl)
            yield return ("to", $"wants a URL such as {(form == OutputFormat.Rtsp ? "rtsp" : "rtmp")}://server/{{source}}, not '{shown}'.");
        else if (form is not (OutputFormat.Rtsp or OutputFormat.Rtmp) && isUrl)
            yield return ("to", $"'{shown}' is nothing video can be sent to; rtsp:// and rtmp:// are, and 'http' serves it here.");
        else if (form == OutputFormat.Mjpeg)
            yield return ("to", $"motion JPEG is served on the engine's web front: write http, not '{shown}'.");
        else if (form == OutputFormat.Hls && Path.GetExtension(to) != ".m3u8")
            yield return ("to", $"wants a playlist that ends in .m3u8, not '{Path.GetFileName(to)}'.");
        else if (form is OutputFormat.File or OutputFormat.Segments && !Extensions.Contains(Path.GetExtension(to)))
            yield return ("to", $"wants a name that ends in .mp4, .mov or .mkv, not '{Path.GetFileName(to)}'.");
        else if (form == OutputFormat.Segments && !Path.GetFileName(to).Contains("{time}", StringComparison.Ordinal))
            yield return ("to", $"wants {{time}} in the name of each file, such as out/{{source}}/{{time}}.mp4, not '{shown}'.");
    }

    private static IEnumerable<(string Key, string Message)> OfLengths(OutputOptions options)
    {
        var form = options.Form;
        if (form == OutputFormat.Segments && options.Segment is null) yield return ("segment", "wants the length of each file, such as 60s.");
        if (options.Segment is { } length)
        {
            if (form is not (OutputFormat.Segments or OutputFormat.Hls))
                yield return ("segment", "is for files and HLS; this output has none.");
            else if (length < TimeSpan.FromMilliseconds(200) || length > TimeSpan.FromDays(1))
                yield return ("segment", "wants 200ms to 1d.");
        }

        foreach (var (key, isGiven) in new[] { ("keep", options.Keep != null), ("keep_bytes", options.KeepBytes != null) })
            if (isGiven && form != OutputFormat.Segments) yield return (key, "is for segments: give 'segment' and {time} in 'to'.");
        if (options.Keep is { } keep && keep < TimeSpan.FromSeconds(1)) yield return ("keep", "wants at least 1s.");
        if (options.KeepBytes is { Bytes: < 1 << 20 }) yield return ("keep_bytes", "wants at least 1MiB.");
    }

    [GeneratedRegex(@"^([a-z0-9_-]{2,40}|(cuda|h264_nvenc|hevc_nvenc):\d{1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex EncoderName();
}
