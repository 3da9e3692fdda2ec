using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Options of <c>temporary</c>: where candidates wait.</summary>
public sealed record TemporaryOptions
{
    /// <summary>The folder; null for one that is made for the run and removed at its end.</summary>
    [Description("Folder where candidates wait until the period's end; when left out, one is made for each run and removed at its end.")]
    public string? Dir { get; init; }

    /// <summary>The most bytes in it.</summary>
    [Description("Most bytes of waiting candidates; a frame that finds no room is no candidate."), Range(1L << 20, 1L << 50)]
    public ByteSize Max { get; init; } = new(2L << 30);
}
