using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Config;

/// <summary>The long form of an entry of <c>from</c>.</summary>
internal sealed record LinkOptions
{
    [Description("A stage's id, a source's id, or \"*\" for all sources."), Required]
    public string Stage { get; init; } = "";

    [Description("What a full edge does with one frame more; wait below files and drop_oldest below live sources when left out.")]
    public OverflowPolicy? Policy { get; init; }

    [Description("Most frames of each source queued; 8 for an edge that waits and 4 for one that drops when left out."), Range(1, 100_000)]
    public int? Capacity { get; init; }

    [Description("Most bytes of pictures queued; 64MiB when left out.")]
    public ByteSize? Bytes { get; init; }
}
