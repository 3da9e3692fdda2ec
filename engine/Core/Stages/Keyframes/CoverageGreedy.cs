namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Chooses the clusters whose standing frames cover all clusters best: weighted facility location by greedy choice, within 1 - 1/e of the
/// best set, then each choice moved to a better neighbour while that helps.
/// </summary>
internal static class CoverageGreedy
{
    private const int Rounds = 10;

    /// <summary>Chooses.</summary>
    /// <param name="clusters">Candidates and clients alike.</param>
    /// <param name="count">How many, at most.</param>
    /// <returns>Indices in order of choice with the share of all coverage each one added.</returns>
    public static List<(int Index, double Gain)> Choose(IReadOnlyList<MicroCluster> clusters, int count)
    {
        var n = clusters.Count;
        var chosen = new List<(int Index, double Gain)>();
        if (n == 0 || count <= 0) return chosen;
        var distance = Distances(clusters, out var cap);
        var uncovered = Enumerable.Repeat(cap, n).ToArray();
        var total = clusters.Sum(c => c.Weight) * cap;
        while (chosen.Count < Math.Min(count, n))
        {
            var (best, bestGain) = (-1, 0.0);
            for (var s = 0; s < n; s++)
            {
                var gain = 0.0;
                for (var c = 0; c < n; c++) gain += clusters[c].Weight * Math.Max(0, uncovered[c] - distance[(s * n) + c]);
                if (gain > bestGain) (best, bestGain) = (s, gain);
            }

            // Everything looks like what is chosen already: fewer frames say as much.
            if (best < 0 || bestGain <= total * 1e-9) break;
            chosen.Add((best, total > 0 ? bestGain / total : 0));
            for (var c = 0; c < n; c++) uncovered[c] = Math.Min(uncovered[c], distance[(best * n) + c]);
        }

        Refine(clusters, distance, chosen);
        return chosen;
    }

    private static float[] Distances(IReadOnlyList<MicroCluster> clusters, out float cap)
    {
        var n = clusters.Count;
        var distance = new float[n * n];
        for (var s = 0; s < n; s++)
            for (var c = 0; c < n; c++)
                distance[(s * n) + c] = MathF.Sqrt(VectorMath.SquaredDistance(clusters[s].Candidate.Features, clusters[c].Mean));
        var sorted = distance.ToArray();
        Array.Sort(sorted);
        cap = Math.Max(1e-6f, sorted[(int)((sorted.Length - 1) * 0.99)]);
        return distance;
    }

    /// <summary>Moves each choice to the candidate nearest to all the clusters it serves.</summary>
    private static void Refine(IReadOnlyList<MicroCluster> clusters, float[] distance, List<(int Index, double Gain)> chosen)
    {
        var n = clusters.Count;
        for (var round = 0; round < Rounds; round++)
        {
            var moved = false;
            for (var k = 0; k < chosen.Count; k++)
            {
                var current = chosen[k].Index;
                var (best, bestCost) = (current, Cost(current));
                for (var s = 0; s < n; s++)
                {
                    if (chosen.Exists(pick => pick.Index == s)) continue;
                    var cost = Cost(s);
                    if (cost < bestCost * 0.9999) (best, bestCost) = (s, cost);
                }

                if (best == current) continue;
                chosen[k] = (best, chosen[k].Gain);
                moved = true;

                double Cost(int candidate)
                {
                    var sum = 0.0;
                    for (var c = 0; c < n; c++)
                    {
                        var nearest = distance[(candidate * n) + c];
                        foreach (var (other, _) in chosen)
                            if (other != current) nearest = Math.Min(nearest, distance[(other * n) + c]);
                        sum += clusters[c].Weight * nearest;
                    }

                    return sum;
                }
            }

            if (!moved) return;
        }
    }
}
