using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>A tripwire: a line across the picture whose crossings the <c>analytics</c> stage counts.</summary>
public sealed record LineOptions
{
    /// <summary>What events call it; unique among the zones and lines of a source.</summary>
    [Description("What events call it; unique among the zones and lines of a source."), Required]
    public string Name { get; init; } = "";

    /// <summary>Where it begins.</summary>
    [Description("Where it begins: [x, y], 0 to 1 of the displayed frame from the top left."), Range(0.0, 1.0), Required]
    public IReadOnlyList<double> From { get; init; } = [];

    /// <summary>Where it ends.</summary>
    [Description("Where it ends. Looking from its beginning to its end, left is 'in' and right is 'out'."), Range(0.0, 1.0), Required]
    public IReadOnlyList<double> To { get; init; } = [];

    /// <summary>Labels of the objects that count; empty for all.</summary>
    [Description("Labels of the objects that count; empty for all.")]
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Which crossings count.</summary>
    [Description("Which crossings count.")]
    public LineDirection Direction { get; init; }

    /// <summary>The sources whose pictures have it; empty for all that reach the stage.</summary>
    [Description("The sources whose pictures have it; empty for all that reach the stage."), References("sources")]
    public IReadOnlyList<string> Sources { get; init; } = [];
}
