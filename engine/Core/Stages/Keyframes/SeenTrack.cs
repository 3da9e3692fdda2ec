using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>A track and the frame that shows it best so far.</summary>
/// <param name="id">Its number, or that of the track it continues.</param>
/// <param name="label">Its class.</param>
internal sealed class SeenTrack(long id, string label)
{
    // Boxes tremble: only what goes by half its size has moved, and only what has not for so long stands.
    private const float MovedBy = 0.5f;
    private const double StandsAfterSeconds = 3;

    /// <summary>Its number, or that of the track it continues.</summary>
    public long Id => id;

    /// <summary>Its class.</summary>
    public string Label => label;

    /// <summary>When it was last seen, in seconds.</summary>
    public double LastAt { get; set; }

    /// <summary>Where it was last seen.</summary>
    public BoundingBox LastBox { get; set; }

    /// <summary>How it moves.</summary>
    public TrackMotion Motion { get; set; }

    /// <summary>The middle of its box, in pixels, and the time when it was last found to have moved.</summary>
    public (float X, float Y, double At) Mark { get; set; }

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

    /// <summary>Follows it to where it is now.</summary>
    public void Follow(in BoundingBox box, double at)
    {
        (LastAt, LastBox) = (at, box);
        var (x, y) = ((box.X1 + box.X2) / 2, (box.Y1 + box.Y2) / 2);
        var (right, down) = (x - Mark.X, y - Mark.Y);
        if ((right * right) + (down * down) < MovedBy * MovedBy * box.Area)
        {
            if (at - Mark.At >= StandsAfterSeconds) Motion = TrackMotion.Still;
            return;
        }

        Mark = (x, y, at);
        Motion = MathF.Abs(right) >= MathF.Abs(down)
            ? right > 0 ? TrackMotion.Right : TrackMotion.Left
            : down > 0 ? TrackMotion.Down : TrackMotion.Up;
    }
}
