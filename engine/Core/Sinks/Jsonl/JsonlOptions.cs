using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Sinks.Jsonl;

/// <summary>Options of the <c>jsonl</c> stage.</summary>
public sealed record JsonlOptions
{
    /// <summary>The file; <c>{source}</c> in it stands for the source's id, which makes a file per source.</summary>
    [Description("The file to write; {source} in it stands for the source's id and makes a file per source."), Required]
    public string To { get; init; } = "";

    /// <summary>Whether lines are added to a file that exists; otherwise it starts empty.</summary>
    [Description("Adds to a file that exists instead of starting it anew.")]
    public bool Append { get; init; }

    /// <summary>Whether frames at which nothing happened are left out.</summary>
    [Description("Writes only frames that carry events, such as those of an analytics stage.")]
    public bool EventsOnly { get; init; }
}
