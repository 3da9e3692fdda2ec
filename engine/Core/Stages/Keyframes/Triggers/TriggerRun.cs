namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>A stretch of time in which a collection rule holds for one track, or for the picture.</summary>
/// <param name="track">The track; null for the picture.</param>
internal sealed class TriggerRun(long? track)
{
    /// <summary>The track; null for the picture.</summary>
    public long? Track => track;

    /// <summary>When it held last, in seconds.</summary>
    public double LastHeld { get; set; }

    /// <summary>When a frame was last made to stand for it, in seconds.</summary>
    public double LastStood { get; set; }

    /// <summary>Its episode; null where there was no token for one, or a worse one took it.</summary>
    public Episode? Episode { get; set; }
}
