using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Abstractions;

/// <summary>How frames of several sources are gathered into one batch.</summary>
public sealed record BatchOptions
{
    /// <summary>Most frames in a batch.</summary>
    [Description("Most frames in a batch."), Range(1, 1024)]
    public int Size { get; init; } = 1;

    /// <summary>How long the first frame of a batch waits for company.</summary>
    [Description("How long the first frame of a batch waits for company; a partial batch then goes.")]
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Most frames of one source in a batch; 0 for no limit.</summary>
    [Description("Most frames of one source in a batch; 0 for no limit."), Range(0, 1024)]
    public int MaxPerSource { get; init; }
}
