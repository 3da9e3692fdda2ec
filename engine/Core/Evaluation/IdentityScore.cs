using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Evaluation;

/// <summary>
/// The identity scores (Ristani et al., ECCV workshops 2016): each object is given the one track that serves it best over the whole clip,
/// and only that track's boxes are right.
/// </summary>
internal sealed class IdentityScore
{
    public IdentityScore(IReadOnlyList<TrackedFrame> frames, int objects, int tracks)
    {
        var together = new double[objects * tracks];
        int shown = 0, boxes = 0;
        foreach (var frame in frames)
        {
            shown += frame.Objects.Length;
            boxes += frame.Tracks.Length;
            for (var row = 0; row < frame.Objects.Length; row++)
                for (var column = 0; column < frame.Tracks.Length; column++)
                    if (frame.Fits(row, column, TrackedFrame.Match)) together[(frame.Objects[row] * tracks) + frame.Tracks[column]]--;
        }

        // The fewest wrong boxes are the most right ones: each frame together is worth -1, staying alone nothing.
        var trackOf = new int[objects];
        new Assignment().Solve(together, objects, tracks, limit: 0, trackOf);
        var right = 0.0;
        for (var item = 0; item < objects; item++)
            if (trackOf[item] >= 0) right -= together[(item * tracks) + trackOf[item]];
        Idf1 = shown + boxes == 0 ? 0 : 2 * right / (shown + boxes);
        Precision = boxes == 0 ? 0 : right / boxes;
        Recall = shown == 0 ? 0 : right / shown;
    }

    /// <summary>Harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>.</summary>
    public double Idf1 { get; }

    /// <summary>Share of the tracks' boxes that are right.</summary>
    public double Precision { get; }

    /// <summary>Share of the objects' boxes that have a right one.</summary>
    public double Recall { get; }
}
