using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Evaluation;

/// <summary>
/// The CLEAR MOT figures (Bernardin and Stiefelhagen, EURASIP JIVP 2008). A pair of the frame before stays a pair while it overlaps
/// enough; the others are paired anew, as many as can be and then the closest; an object that comes back with another track than it last
/// had is a switch.
/// </summary>
internal sealed class ClearMot
{
    // Dearer than any overlap, so that one pair more always wins.
    private const double Alone = 1e3;
    private readonly Assignment _assignment = new();
    private readonly int[] _lastTrack;
    private readonly int[] _pairedAt;
    private readonly bool[] _lost;
    private readonly int[] _shown;
    private readonly int[] _followed;
    private double _overlap;

    public ClearMot(IReadOnlyList<TrackedFrame> frames, int objects)
    {
        (_lastTrack, _pairedAt, _lost) = (new int[objects], new int[objects], new bool[objects]);
        (_shown, _followed) = (new int[objects], new int[objects]);
        _lastTrack.AsSpan().Fill(-1);
        _pairedAt.AsSpan().Fill(-1);
        for (var i = 0; i < frames.Count; i++) Add(frames[i], i);
    }

    /// <summary>Boxes that are an object's.</summary>
    public int Hits { get; private set; }

    /// <summary>Boxes that are no object's.</summary>
    public int FalsePositives { get; private set; }

    /// <summary>Objects without a box.</summary>
    public int FalseNegatives { get; private set; }

    /// <summary>Times an object's track became another.</summary>
    public int Switches { get; private set; }

    /// <summary>Times an object that was followed, and then was not, is followed again.</summary>
    public int Fragments { get; private set; }

    /// <summary>1 - (false negatives + false positives + switches) / objects; may be negative.</summary>
    public double Mota => 1 - ((FalseNegatives + FalsePositives + Switches) / (double)Math.Max(1, Hits + FalseNegatives));

    /// <summary>Mean overlap of the hits.</summary>
    public double Motp => Hits == 0 ? 0 : _overlap / Hits;

    /// <summary>Objects followed in at least 80 % of the frames they are in.</summary>
    public int MostlyTracked => Count(static share => share >= 0.8);

    /// <summary>Objects followed in less than 20 % of the frames they are in.</summary>
    public int MostlyLost => Count(static share => share < 0.2);

    private int Count(Func<double, bool> counts) => _shown.Where((shown, i) => shown > 0 && counts(_followed[i] / (double)shown)).Count();

    private void Add(TrackedFrame frame, int number)
    {
        int rows = frame.Objects.Length, columns = frame.Tracks.Length;
        var trackOf = Pair(frame, number);
        var hits = 0;
        for (var row = 0; row < rows; row++)
        {
            var item = frame.Objects[row];
            _shown[item]++;
            if (trackOf[row] < 0)
            {
                _lost[item] = true;
                continue;
            }

            var track = frame.Tracks[trackOf[row]];
            if (_lastTrack[item] >= 0 && _lastTrack[item] != track) Switches++;
            if (_lastTrack[item] >= 0 && _lost[item]) Fragments++;
            (_lastTrack[item], _pairedAt[item], _lost[item]) = (track, number, false);
            _followed[item]++;
            _overlap += frame.At(row, trackOf[row]);
            hits++;
        }

        Hits += hits;
        FalseNegatives += rows - hits;
        FalsePositives += columns - hits;
    }

    private int[] Pair(TrackedFrame frame, int number)
    {
        int rows = frame.Objects.Length, columns = frame.Tracks.Length;
        var kept = new int[rows];
        var taken = new bool[columns];
        for (var row = 0; row < rows; row++)
        {
            var item = frame.Objects[row];
            kept[row] = number > 0 && _pairedAt[item] == number - 1 ? Array.IndexOf(frame.Tracks, _lastTrack[item]) : -1;
            if (kept[row] >= 0 && frame.Fits(row, kept[row], TrackedFrame.Match)) taken[kept[row]] = true;
            else kept[row] = -1;
        }

        var cost = new double[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var free = kept[row] < 0 && !taken[column] && frame.Fits(row, column, TrackedFrame.Match);
                cost[(row * columns) + column] = free ? 1 - frame.At(row, column) : double.PositiveInfinity;
            }
        }

        var found = new int[rows];
        _assignment.Solve(cost, rows, columns, Alone, found);
        for (var row = 0; row < rows; row++)
            if (kept[row] < 0) kept[row] = found[row];
        return kept;
    }
}
