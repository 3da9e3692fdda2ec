using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Evaluation;

/// <summary>
/// Mean average precision by COCO's protocol: within each picture and class, detections by falling score take the free object they
/// overlap most; then precision over recall, made monotonous and read at 101 points, averaged over overlaps 0.50 to 0.95 and over the
/// classes that have truth.
/// </summary>
/// <remarks>Source: https://cocodataset.org/#detection-eval. A detection whose best match is an ignored object is not counted.</remarks>
public sealed class DetectionEvaluator
{
    private const int Overlaps = 10;
    private readonly SortedDictionary<int, ClassTally> _classes = [];

    /// <summary>Pictures looked at.</summary>
    public int Pictures { get; private set; }

    /// <summary>Takes in one picture.</summary>
    /// <param name="truth">Its objects.</param>
    /// <param name="found">What the model found, every score that counts, suppressed.</param>
    public void Add(IReadOnlyList<TruthBox> truth, IReadOnlyList<Detection> found)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(found);
        Pictures++;
        foreach (var classId in truth.Select(box => box.ClassId).Concat(found.Select(detection => detection.ClassId)).Distinct())
        {
            if (!_classes.TryGetValue(classId, out var tally)) _classes.Add(classId, tally = new(Overlaps));
            // Objects that count come first: an ignored one is taken only where none of them fits.
            TruthBox[] boxes = [.. truth.Where(box => box.ClassId == classId).OrderBy(box => box.Ignore)];
            Detection[] detections = [.. found.Where(detection => detection.ClassId == classId).OrderByDescending(detection => detection.Score)];
            tally.Truth += boxes.Count(box => !box.Ignore);
            Match(boxes, detections, tally);
        }
    }

    /// <summary>The result over all pictures so far.</summary>
    /// <param name="labels">The model's labels.</param>
    public EvaluationResult Result(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var perClass = ImmutableSortedDictionary.CreateBuilder<string, ClassResult>(StringComparer.Ordinal);
        foreach (var (classId, tally) in _classes)
        {
            if (tally.Truth == 0) continue;
            var precisions = Enumerable.Range(0, Overlaps).Select(tally.AveragePrecision).ToArray();
            perClass[classId < labels.Count ? labels[classId] : $"{classId}"] = new(precisions.Average(), precisions[0], tally.Truth);
        }

        return new()
        {
            Map50To95 = perClass.Count == 0 ? 0 : perClass.Values.Average(result => result.Ap50To95),
            Map50 = perClass.Count == 0 ? 0 : perClass.Values.Average(result => result.Ap50),
            PerClass = perClass.ToImmutable(),
            Images = Pictures,
        };
    }

    private static void Match(TruthBox[] boxes, Detection[] detections, ClassTally tally)
    {
        for (var overlap = 0; overlap < Overlaps; overlap++)
        {
            var least = 0.5 + (0.05 * overlap);
            var taken = new bool[boxes.Length];
            foreach (var detection in detections)
            {
                var best = Best(boxes, taken, detection.Box, least);
                if (best < 0) tally.Add(overlap, detection.Score, hit: false);
                else if (!boxes[best].Ignore) tally.Add(overlap, detection.Score, hit: true);
                // An ignored object may be found by many.
                if (best >= 0 && !boxes[best].Ignore) taken[best] = true;
            }
        }
    }

    private static int Best(TruthBox[] boxes, bool[] taken, BoundingBox box, double least)
    {
        var best = -1;
        for (var i = 0; i < boxes.Length; i++)
        {
            if (taken[i]) continue;
            if (best >= 0 && boxes[i].Ignore && !boxes[best].Ignore) break;
            var overlap = boxes[i].Box.IoU(box);
            if (overlap < least) continue;
            (best, least) = (i, overlap);
        }

        return best;
    }
}
