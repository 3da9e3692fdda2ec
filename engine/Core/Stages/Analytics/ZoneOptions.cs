using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>An area of the picture that the <c>analytics</c> stage watches.</summary>
public sealed record ZoneOptions
{
    /// <summary>What events call it; unique among the zones and lines of a source.</summary>
    [Description("What events call it; unique among the zones and lines of a source."), Required]
    public string Name { get; init; } = "";

    /// <summary>Its corners, in the order one walks around it.</summary>
    [Description("Its corners in order, at least three: [x, y] each, 0 to 1 of the displayed frame from the top left."), Range(0.0, 1.0), Required]
    public IReadOnlyList<IReadOnlyList<double>> Points { get; init; } = [];

    /// <summary>Labels of the objects that count; empty for all.</summary>
    [Description("Labels of the objects that count; empty for all.")]
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>How long an object may stay before it is told; null for as long as it likes.</summary>
    [Description("Tells an object that stays longer than this, and its whole stay when it leaves.")]
    public TimeSpan? Dwell { get; init; }

    /// <summary>How many objects make no crowd yet; null for any number.</summary>
    [Description("Tells when more objects than this are in it, and when it is over."), Range(0, 100000)]
    public int? Max { get; init; }

    /// <summary>The sources whose pictures have it; empty for all that reach the stage.</summary>
    [Description("The sources whose pictures have it; empty for all that reach the stage."), References("sources")]
    public IReadOnlyList<string> Sources { get; init; } = [];
}
