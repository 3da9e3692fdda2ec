using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>Makes <c>use: video</c>.</summary>
public sealed class VideoFactory : StageFactory<VideoOptions>
{
    private static readonly string[] Presets =
        ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

    private static readonly string[] Extensions = [".mp4", ".mov", ".mkv"];

    /// <inheritdoc/>
    public override string Use => "video";

    /// <inheritdoc/>
    public override string Summary => "Writes each source's pictures into an H.264 video file that plays even when it is cut short.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(VideoOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.To))
            yield return ("to", "wants the file to write, such as out/{source}.mp4.");
        else if (OtherPlace(options.To) is { } other)
            yield return ("to", $"'{other}' cannot be filled in for a whole video; {{source}} can.");
        else if (!Extensions.Contains(Path.GetExtension(options.To)))
            yield return ("to", $"wants a name that ends in .mp4, .mov or .mkv, not '{Path.GetFileName(options.To)}'.");
        if (!Presets.Contains(options.Preset))
            yield return ("preset", $"wants one of {string.Join(", ", Presets)}, not '{options.Preset}'.");
        if (options.Crf is < 0 or > 51) yield return ("crf", $"wants 0 (best) to 51 (smallest), not {options.Crf}.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, VideoOptions options)
    {
        if (context.Sources.Count > 1 && !options.To.Contains("{source}", StringComparison.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(options.To);
            throw new InvalidOperationException(
                $"to: '{options.To}' would be one file for {context.Sources.Count} sources ({string.Join(", ", context.Sources.Take(3))}" +
                $"{(context.Sources.Count > 3 ? ", ..." : "")}); write {{source}} in it, such as " +
                $"'{options.To.Replace(name, $"{name}-{{source}}", StringComparison.Ordinal)}'.");
        }

        return new VideoSink(context, options);
    }

    private static string? OtherPlace(string template)
        => FileNames.FirstPlace(template.Replace("{source}", "", StringComparison.Ordinal));
}
