using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Options of <c>temporary</c>: where candidates wait.</summary>
public sealed record TemporaryOptions
{
    /// <summary>The folder; null for one that is made for the run and removed at its end, so that a kill loses the running period.</summary>
    [Description("Folder where candidates wait until the period's end; when left out, one is made for each run and removed at its end.")]
    public string? Dir { get; init; }

    /// <summary>How often what was gathered is written beside them.</summary>
    [Description("With dir, how often what was gathered is written there: a kill loses no more of a camera, and nothing of a recording."), Range(0.05, 3600)]
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most bytes in it.</summary>
    [Description("Most bytes of waiting candidates; a frame that finds no room is no candidate."), Range(1L << 20, 1L << 50)]
    public ByteSize Max { get; init; } = new(2L << 30);
}
