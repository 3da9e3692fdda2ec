using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>Makes <c>use: video</c>.</summary>
public sealed class VideoFactory : StageFactory<VideoOptions>
{
    /// <inheritdoc/>
    public override string Use => "video";

    /// <inheritdoc/>
    public override string Summary
        => "Hands each source's pictures out as video: files, segments, HLS, to an RTSP or RTMP server, or as motion JPEG.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(VideoOptions options) => OutputChecks.Of(options);

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, VideoOptions options)
    {
        if (context.Sources.Count > 1 && options.Form != OutputFormat.Mjpeg && !options.To.Contains("{source}", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"to: '{Config.Secrets.MaskUris(options.To)}' would be one video for {context.Sources.Count} sources ({string.Join(", ", context.Sources.Take(3))}" +
                $"{(context.Sources.Count > 3 ? ", ..." : "")}); write {{source}} in it, such as '{Apart(options)}'.");
        }

        EncoderChoice.Check(options);
        return new VideoSink(context, options);
    }

    private static string Apart(OutputOptions options)
    {
        if (options.Form is OutputFormat.Rtsp or OutputFormat.Rtmp) return Config.Secrets.MaskUris(options.To.TrimEnd('/')) + "/{source}";
        var name = Path.GetFileNameWithoutExtension(options.To);
        return options.Form == OutputFormat.File
            ? options.To.Replace(name, $"{name}-{{source}}", StringComparison.Ordinal)
            : Path.Combine(Path.GetDirectoryName(options.To) ?? "", "{source}", Path.GetFileName(options.To));
    }
}
