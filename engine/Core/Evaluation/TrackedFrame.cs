namespace Sluice.Core.Evaluation;

/// <summary>One frame as the tracking metrics see it. Objects and tracks are numbered from 0 over the whole clip.</summary>
/// <param name="Objects">Who is really there.</param>
/// <param name="Tracks">Which tracks the tracker shows.</param>
/// <param name="Overlap">Overlap of each pair, 0 to 1, object by object.</param>
internal sealed record TrackedFrame(int[] Objects, int[] Tracks, double[] Overlap)
{
    /// <summary>Overlap at which a box counts as the object's, in CLEAR MOT and the identity scores.</summary>
    public const double Match = 0.5;

    // A box that overlaps by exactly the limit counts; boxes are single precision.
    private const double Rounding = 1e-6;

    /// <summary>Overlap of an object with a track, both by their place in this frame.</summary>
    public double At(int item, int track) => Overlap[(item * Tracks.Length) + track];

    /// <summary>Whether a pair overlaps by at least so much.</summary>
    public bool Fits(int item, int track, double least) => At(item, track) >= least - Rounding;
}
