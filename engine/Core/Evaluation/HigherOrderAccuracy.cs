using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Evaluation;

/// <summary>
/// HOTA (Luiten et al., IJCV 2021): at each of 19 overlaps from 0.05 to 0.95 the geometric mean of how well objects are found (DetA) and
/// how well their tracks hold together (AssA), then the mean over the overlaps. Pairs are made once a frame, those preferred whose
/// identities go together over the whole clip.
/// </summary>
internal sealed class HigherOrderAccuracy
{
    private const int Overlaps = 19;
    private readonly int _tracks;
    private readonly int[] _objectFrames;
    private readonly int[] _trackFrames;
    private readonly double[] _affinity;

    public HigherOrderAccuracy(IReadOnlyList<TrackedFrame> frames, int objects, int tracks)
    {
        _tracks = tracks;
        (_objectFrames, _trackFrames) = (new int[objects], new int[tracks]);
        _affinity = Affinity(frames, objects);
        var pairs = frames.Select(Pair).ToArray();
        for (var i = 1; i <= Overlaps; i++)
        {
            var (detection, association, location) = At(frames, pairs, 0.05 * i);
            Hota += Math.Sqrt(detection * association) / Overlaps;
            DetA += detection / Overlaps;
            AssA += association / Overlaps;
            LocA += location / Overlaps;
        }
    }

    /// <summary>Higher order tracking accuracy.</summary>
    public double Hota { get; }

    /// <summary>Detection accuracy.</summary>
    public double DetA { get; }

    /// <summary>Association accuracy.</summary>
    public double AssA { get; }

    /// <summary>Mean overlap of the pairs.</summary>
    public double LocA { get; }

    /// <summary>How far an object and a track belong together over the clip, 0 to 1, before any pair is made.</summary>
    private double[] Affinity(IReadOnlyList<TrackedFrame> frames, int objects)
    {
        var together = new double[objects * _tracks];
        foreach (var frame in frames)
        {
            foreach (var item in frame.Objects) _objectFrames[item]++;
            foreach (var track in frame.Tracks) _trackFrames[track]++;
            var ofTrack = new double[frame.Tracks.Length];
            for (var i = 0; i < frame.Overlap.Length; i++) ofTrack[i % ofTrack.Length] += frame.Overlap[i];
            for (var row = 0; row < frame.Objects.Length; row++)
            {
                var ofObject = 0.0;
                for (var column = 0; column < ofTrack.Length; column++) ofObject += frame.At(row, column);
                for (var column = 0; column < ofTrack.Length; column++)
                {
                    var overlap = frame.At(row, column);
                    if (overlap > 0) together[Place(frame, row, column)] += overlap / (ofObject + ofTrack[column] - overlap);
                }
            }
        }

        for (var i = 0; i < together.Length; i++)
            together[i] /= Math.Max(1e-9, _objectFrames[i / _tracks] + _trackFrames[i % _tracks] - together[i]);
        return together;
    }

    private int[] Pair(TrackedFrame frame)
    {
        int rows = frame.Objects.Length, columns = frame.Tracks.Length;
        var cost = new double[rows * columns];
        for (var i = 0; i < cost.Length; i++) cost[i] = -frame.Overlap[i] * _affinity[Place(frame, i / columns, i % columns)];
        var trackOf = new int[rows];
        new Assignment().Solve(cost, rows, columns, limit: 0, trackOf);
        return trackOf;
    }

    private (double Detection, double Association, double Location) At(IReadOnlyList<TrackedFrame> frames, int[][] pairs, double least)
    {
        var matched = new int[_affinity.Length];
        int hits = 0, all = 0;
        var overlap = 0.0;
        for (var i = 0; i < frames.Count; i++)
        {
            all += frames[i].Objects.Length + frames[i].Tracks.Length;
            for (var row = 0; row < pairs[i].Length; row++)
            {
                var column = pairs[i][row];
                if (column < 0 || !frames[i].Fits(row, column, least)) continue;
                matched[Place(frames[i], row, column)]++;
                overlap += frames[i].At(row, column);
                hits++;
            }
        }

        // Where nothing is paired nothing is placed wrongly.
        if (hits == 0) return (0, 0, 1);
        var association = 0.0;
        for (var i = 0; i < matched.Length; i++)
            if (matched[i] > 0) association += (double)matched[i] * matched[i] / (_objectFrames[i / _tracks] + _trackFrames[i % _tracks] - matched[i]);
        return (hits / (double)(all - hits), association / hits, overlap / hits);
    }

    private int Place(TrackedFrame frame, int row, int column) => (frame.Objects[row] * _tracks) + frame.Tracks[column];
}
