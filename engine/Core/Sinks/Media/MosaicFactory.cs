using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>Makes <c>use: mosaic</c>.</summary>
public sealed class MosaicFactory : StageFactory<MosaicOptions>
{
    /// <inheritdoc/>
    public override string Use => "mosaic";

    /// <inheritdoc/>
    public override string Summary => "Shows the newest pictures of all its sources in one grid, and hands that out as video.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(MosaicOptions options)
    {
        foreach (var fault in OutputChecks.Of(options)) yield return fault;
        if (MosaicOptions.SizeOf(options.Size) == null)
            yield return ("size", $"wants two even numbers from 64x64 to 7680x4320, such as 1920x1080, not '{options.Size}'.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, MosaicOptions options)
    {
        EncoderChoice.Check(options);
        return new MosaicSink(context, options);
    }
}
