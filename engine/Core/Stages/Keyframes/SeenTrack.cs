using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>A track and the frame that shows it best so far.</summary>
/// <param name="id">Its number, or that of the track it continues.</param>
/// <param name="label">Its class.</param>
internal sealed class SeenTrack(long id, string label)
{
    /// <summary>Its number, or that of the track it continues.</summary>
    public long Id => id;

    /// <summary>Its class.</summary>
    public string Label => label;

    /// <summary>When it was last seen, in seconds.</summary>
    public double LastAt { get; set; }

    /// <summary>Where it was last seen.</summary>
    public BoundingBox LastBox { get; set; }

    /// <summary>Whether it was ever among the most unusual.</summary>
    public bool Surprising { get; set; }

    /// <summary>How well the latest frame shows it.</summary>
    public float Score { get; set; }

    /// <summary>Whether the latest frame should stand for it.</summary>
    public bool IsWanted { get; set; }

    /// <summary>How well its candidate shows it.</summary>
    public float BestScore { get; set; }

    /// <summary>When that was, in seconds.</summary>
    public double BestAt { get; set; }

    /// <summary>The frame that shows it best; null until there is one.</summary>
    public Candidate? Candidate { get; set; }
}
