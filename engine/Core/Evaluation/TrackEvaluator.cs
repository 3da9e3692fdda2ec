using Sluice.Abstractions;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Evaluation;

/// <summary>
/// Standard tracking metrics over one clip: CLEAR MOT, the identity scores and HOTA. Boxes of different classes never go together. A box
/// that fits an ignored object best counts neither as right nor as wrong, and detections without a track do not count.
/// </summary>
/// <param name="classes">Classes that the truth speaks of; detections of others are not looked at. Null for all.</param>
public sealed class TrackEvaluator(IReadOnlyCollection<int>? classes = null)
{
    private readonly Dictionary<(int ClassId, long Track), int> _objects = [];
    private readonly Dictionary<long, int> _tracks = [];
    private readonly List<TrackedFrame> _frames = [];
    private readonly Assignment _assignment = new();

    /// <summary>Takes in the next frame.</summary>
    /// <param name="truth">Who is there; objects without a number are not looked at.</param>
    /// <param name="found">What the tracker shows.</param>
    public void Add(IReadOnlyList<TruthBox> truth, IReadOnlyList<Detection> found)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(found);
        TruthBox[] all = [.. truth.Where(box => box.Track != null || box.Ignore)];
        Detection[] shown = [.. found.Where(detection => detection.TrackId != null && classes?.Contains(detection.ClassId) != false)];
        if (all.Any(box => box.Ignore)) shown = Considered(all, shown);
        TruthBox[] objects = [.. all.Where(box => !box.Ignore)];
        _frames.Add(new(
            [.. objects.Select(box => Number(_objects, (box.ClassId, box.Track!.Value)))],
            [.. shown.Select(detection => Number(_tracks, detection.TrackId!.Value))],
            Overlaps(objects, shown)));
    }

    /// <summary>The figures over all frames so far.</summary>
    public TrackingResult Result()
    {
        var clear = new ClearMot(_frames, _objects.Count);
        var identity = new IdentityScore(_frames, _objects.Count, _tracks.Count);
        var order = new HigherOrderAccuracy(_frames, _objects.Count, _tracks.Count);
        return new()
        {
            Mota = clear.Mota,
            Motp = clear.Motp,
            FalsePositives = clear.FalsePositives,
            FalseNegatives = clear.FalseNegatives,
            IdSwitches = clear.Switches,
            Fragments = clear.Fragments,
            MostlyTracked = clear.MostlyTracked,
            MostlyLost = clear.MostlyLost,
            Idf1 = identity.Idf1,
            IdPrecision = identity.Precision,
            IdRecall = identity.Recall,
            Hota = order.Hota,
            DetA = order.DetA,
            AssA = order.AssA,
            LocA = order.LocA,
            Boxes = clear.Hits + clear.FalseNegatives,
            Objects = _objects.Count,
            Tracks = _tracks.Count,
            Frames = _frames.Count,
        };
    }

    /// <summary>What is left without the boxes that are an ignored object's.</summary>
    private Detection[] Considered(TruthBox[] truth, Detection[] shown)
    {
        var cost = Overlaps(truth, shown);
        for (var i = 0; i < cost.Length; i++) cost[i] = cost[i] >= TrackedFrame.Match ? 1 - cost[i] : double.PositiveInfinity;
        var found = new int[truth.Length];
        _assignment.Solve(cost, truth.Length, shown.Length, 1e3, found);
        var left = new List<Detection>(shown);
        for (var i = 0; i < truth.Length; i++)
            if (truth[i].Ignore && found[i] >= 0) left.Remove(shown[found[i]]);
        return [.. left];
    }

    private static double[] Overlaps(TruthBox[] truth, Detection[] shown)
    {
        var overlaps = new double[truth.Length * shown.Length];
        for (var row = 0; row < truth.Length; row++)
        {
            for (var column = 0; column < shown.Length; column++)
            {
                if (truth[row].ClassId == shown[column].ClassId)
                    overlaps[(row * shown.Length) + column] = truth[row].Box.IoU(shown[column].Box);
            }
        }

        return overlaps;
    }

    private static int Number<TKey>(Dictionary<TKey, int> numbers, TKey key)
        where TKey : notnull
    {
        if (!numbers.TryGetValue(key, out var number)) numbers.Add(key, number = numbers.Count);
        return number;
    }
}
