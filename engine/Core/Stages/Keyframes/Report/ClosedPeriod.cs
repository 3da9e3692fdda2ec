namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>What is known of a period at its end, before it is chosen from.</summary>
/// <param name="Counted">What its frames showed.</param>
/// <param name="Merged">Frames counted in a cluster of frames like them.</param>
/// <param name="Rejected">Frames too dark or too bright.</param>
/// <param name="Triggers">Its rules.</param>
internal sealed record ClosedPeriod((FrameTally All, double Pixels) Counted, long Merged, long Rejected, IReadOnlyList<TriggerFigure> Triggers)
{
    /// <summary>What was kept at once meanwhile; of its frames only the data may be read.</summary>
    public IReadOnlyList<KeyframeChoice> AtOnce { get; init; } = [];
}
