using Sluice.Abstractions;

namespace Sluice.Core.Stages.Render;

/// <summary>Makes <c>use: render</c>.</summary>
public sealed class RenderFactory : StageFactory<RenderOptions>
{
    /// <inheritdoc/>
    public override string Use => "render";

    /// <inheritdoc/>
    public override string Summary => "Draws boxes, labels, zones and captions on a copy of each picture, turned upright.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(RenderOptions options)
    {
        if (options.LineWidth is < 1 or > 64) yield return ("line_width", $"wants 1 to 64 pixels, not {options.LineWidth}.");
        if (!(options.FontScale is >= 0.25 and <= 8)) yield return ("font_scale", $"wants 0.25 to 8, not {options.FontScale}.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, RenderOptions options) => new RenderStage(options);
}
