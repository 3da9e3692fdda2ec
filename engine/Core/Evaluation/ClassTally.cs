namespace Sluice.Core.Evaluation;

/// <summary>The hits and misses of one class at each overlap.</summary>
/// <param name="overlaps">How many overlaps are looked at.</param>
internal sealed class ClassTally(int overlaps)
{
    private const int RecallPoints = 101;
    private readonly List<(float Score, bool Hit)>[] _detections = [.. Enumerable.Range(0, overlaps).Select(_ => new List<(float, bool)>())];

    /// <summary>Objects to find.</summary>
    public int Truth { get; set; }

    /// <summary>Takes in a detection.</summary>
    /// <param name="overlap">Which overlap.</param>
    /// <param name="score">Its score.</param>
    /// <param name="hit">Whether it found an object.</param>
    public void Add(int overlap, float score, bool hit) => _detections[overlap].Add((score, hit));

    /// <summary>Precision at an overlap, averaged over 101 recalls from 0 to 1.</summary>
    /// <param name="overlap">Which overlap.</param>
    public double AveragePrecision(int overlap)
    {
        // A stable sort: equal scores stay in the order of the pictures, as in COCO's own program.
        (float Score, bool Hit)[] sorted = [.. _detections[overlap].OrderByDescending(detection => detection.Score)];
        var recall = new double[sorted.Length];
        var precision = new double[sorted.Length];
        var hits = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Hit) hits++;
            recall[i] = hits / (double)Truth;
            precision[i] = hits / (i + 1.0);
        }

        for (var i = sorted.Length - 2; i >= 0; i--) precision[i] = Math.Max(precision[i], precision[i + 1]);
        var sum = 0.0;
        var at = 0;
        for (var point = 0; point < RecallPoints; point++)
        {
            while (at < recall.Length && recall[at] < point / (RecallPoints - 1.0)) at++;
            if (at == recall.Length) break;
            sum += precision[at];
        }

        return sum / RecallPoints;
    }
}
