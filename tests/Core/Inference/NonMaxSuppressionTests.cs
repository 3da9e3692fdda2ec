using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Decoding;

namespace Sluice.Tests.Inference;

public sealed class NonMaxSuppressionTests
{
    [Theory]
    [InlineData(Suppression.PerClass, 1)]
    [InlineData(Suppression.PerClass, 2)]
    [InlineData(Suppression.Agnostic, 3)]
    [InlineData(Suppression.None, 4)]
    public void Keep_RandomBoxes_IsWhatTheNaiveLoopKeeps(Suppression how, int seed)
    {
        var random = new Random(seed);
        var suppression = new NonMaxSuppression();
        for (var round = 0; round < 20; round++)
        {
            var candidates = new CandidateList();
            for (var i = 0; i < 40 * round; i++)
            {
                var (x, y) = (random.NextSingle() * 100, random.NextSingle() * 100);
                // Few different scores: equal ones have to go by their order.
                candidates.Add(new(x, y, x + (random.NextSingle() * 40), y + (random.NextSingle() * 40)), random.Next(1, 50) / 50f, random.Next(3));
            }

            Assert.Equal(Naive(candidates, how, 0.45f, 100), suppression.Keep(candidates, how, 0.45f, 100).ToArray());
        }
    }

    private static int[] Naive(CandidateList candidates, Suppression how, float overlap, int most)
    {
        var scores = candidates.Scores.ToArray();
        var kept = new List<int>();
        foreach (var i in Enumerable.Range(0, candidates.Count).OrderByDescending(i => scores[i]))
        {
            var covered = how != Suppression.None && kept.Any(k =>
                (how == Suppression.Agnostic || candidates.Classes[k] == candidates.Classes[i]) && candidates.Boxes[k].IoU(candidates.Boxes[i]) > overlap);
            if (!covered) kept.Add(i);
        }

        return [.. kept.Take(most)];
    }
}
