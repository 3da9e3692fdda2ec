using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>Options of <c>use: clip</c>.</summary>
public sealed record ClipOptions
{
    /// <summary>The folder to write into.</summary>
    [Description("Folder to write into; made if it is missing."), Required]
    public string To { get; init; } = "";

    /// <summary>What begins a clip.</summary>
    [Description("What begins a clip, or makes the running one longer.")]
    public IReadOnlyList<ClipTrigger> On { get; init; } = [ClipTrigger.Events, ClipTrigger.Keyframes];

    /// <summary>Labels that count for <see cref="ClipTrigger.Detections"/>; empty for all.</summary>
    [Description("Labels whose detection begins a clip; all when left out.")]
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>How much comes before the trigger.</summary>
    [Description("How much comes before the trigger, from the intra frame before it on."), Range(0, 300)]
    public TimeSpan Pre { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much comes after the last trigger.</summary>
    [Description("How much comes after the last trigger."), Range(0.1, 3600)]
    public TimeSpan Post { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest clip.</summary>
    [Description("Longest clip; what goes on after it begins another."), Range(1, 86400)]
    public TimeSpan Max { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most compressed bytes kept of each source.</summary>
    [Description("Most compressed bytes kept of each source."), Range(65536, 4294967296)]
    public ByteSize Memory { get; init; } = new(32 << 20);

    /// <summary>Name of each file below the folder, without its extension.</summary>
    [Description("Name of each file below the folder, without extension; may hold {source}, {frame}, {pts}, {time}, {id} and {session}.")]
    public string Name { get; init; } = "{source}/{time}";
}
