using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Config.Checks;

/// <summary>Warns of detectors that leave out more frames than the tracker behind them can follow objects over.</summary>
internal sealed class IntervalRule : IGraphRule
{
    // At 25 frames a second trackers with motion lose a tenth of their IDF1 at 4 and a third at 9; the last box alone is off after one
    // frame (sluice eval --interval on annotated clips).
    private const int WithMotion = 4, LastBox = 1;

    public void Check(GraphDraft draft)
    {
        foreach (var stage in draft.Stages)
        {
            if (stage.Value is not TrackOptions options) continue;
            var most = options.Tracker == TrackerKind.Iou ? LastBox : WithMotion;
            foreach (var before in Before(draft, stage, []))
            {
                if (before.Value is not DetectOptions { Interval: var interval } || interval <= most) continue;
                draft.Warn(stage.Node.At, stage.Place, $"stage '{before.Id}' skips {interval} frames between two that the model sees; " +
                    $"{Snake.Case(options.Tracker.ToString())} follows objects over about {most}, beyond that tracks break and ids change.");
            }
        }
    }

    /// <summary>Every stage that frames come through on their way to this one.</summary>
    private static IEnumerable<StageDraft> Before(GraphDraft draft, StageDraft stage, HashSet<StageDraft> seen)
    {
        foreach (var link in stage.From)
        {
            if (draft.StageOf(link.Stage) is not { } before || !seen.Add(before)) continue;
            yield return before;
            foreach (var earlier in Before(draft, before, seen)) yield return earlier;
        }
    }
}
