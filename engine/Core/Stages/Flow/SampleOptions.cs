using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Stages.Flow;

/// <summary>Options of <c>use: sample</c>: exactly one of the two.</summary>
public sealed record SampleOptions
{
    /// <summary>Frames to pass on a second, per source.</summary>
    [Description("Frames to pass on a second, per source, spread evenly by presentation time. Exactly one of fps and every is given.")]
    [Range(0.0001, 1000)]
    public double? Fps { get; init; }

    /// <summary>Passes the first of every so many frames, per source.</summary>
    [Description("Pass on the first of every so many frames, per source. Exactly one of fps and every is given."), Range(1, 1_000_000)]
    public int? Every { get; init; }
}
