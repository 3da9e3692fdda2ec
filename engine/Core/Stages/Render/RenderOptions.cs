using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Render;

/// <summary>Options of <c>use: render</c>.</summary>
public sealed record RenderOptions
{
    /// <summary>Width of the lines in pixels; null for one that suits the picture.</summary>
    [Description("Width of the lines in pixels; without it, one that suits the picture's height."), Range(1, 64)]
    public int? LineWidth { get; init; }

    /// <summary>Whether boxes are labelled.</summary>
    [Description("Write what each box is.")]
    public bool Labels { get; init; } = true;

    /// <summary>Whether labels give the score.</summary>
    [Description("Write the score in the label.")]
    public bool Scores { get; init; } = true;

    /// <summary>Whether labels give the track.</summary>
    [Description("Write the track's number in the label.")]
    public bool Tracks { get; init; } = true;

    /// <summary>Whether the source and time are written in a corner.</summary>
    [Description("Write source, time and frame number in the top left corner.")]
    public bool Caption { get; init; } = true;

    /// <summary>Whether the zones and lines of an analytics stage are drawn.</summary>
    [Description("Draw the zones and lines of an analytics stage, with their counts.")]
    public bool Zones { get; init; } = true;

    /// <summary>Text size, relative to what suits the picture.</summary>
    [Description("Text size, relative to the one that suits the picture's height."), Range(0.25, 8)]
    public double FontScale { get; init; } = 1;

    /// <summary>Most memory of a GPU that drawn pictures of a source may hold; 0 to draw on the host.</summary>
    [Description("Most of a GPU's memory that drawn pictures of a source may hold, where it was decoded there; what is over it is copied to the host and drawn there. 0B draws all there.")]
    public ByteSize Surfaces { get; init; } = new(64L << 20);

    /// <summary>What the colours tell apart.</summary>
    [Description("What the colour of a box tells apart.")]
    public BoxColors ColorBy { get; init; }
}
