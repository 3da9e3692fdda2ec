using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class CoverageGreedyTests
{
    [Fact]
    public void Choose_ThreeGroups_TakesOneOfEachHeaviestFirst()
    {
        var clusters = new List<MicroCluster>
        {
            Cluster(0, 5), Cluster(0.1f, 4), Cluster(10, 30), Cluster(10.1f, 1), Cluster(20, 2), Cluster(20.1f, 2),
        };
        var chosen = CoverageGreedy.Choose(clusters, 3);
        Assert.Equal([0, 10, 20], chosen.Select(pick => (int)clusters[pick.Index].Mean[0]).Order());
        Assert.Equal(10, (int)clusters[chosen[0].Index].Mean[0]);
        Assert.True(chosen[0].Gain >= chosen[1].Gain);
    }

    [Fact]
    public void Choose_EverythingLooksTheSame_TakesFewerThanAllowed()
    {
        var clusters = Enumerable.Range(0, 5).Select(_ => Cluster(1, 3)).ToList();
        Assert.Single(CoverageGreedy.Choose(clusters, 4));
    }

    [Fact]
    public void Choose_RandomClusters_ReachesItsGuarantee()
    {
        var random = new Random(3);
        for (var round = 0; round < 20; round++)
        {
            var clusters = Enumerable.Range(0, 9).Select(_ => Cluster((float)random.NextDouble() * 10, random.Next(1, 9))).ToList();
            var chosen = CoverageGreedy.Choose(clusters, 3).Select(pick => pick.Index).ToArray();
            var best = double.PositiveInfinity;
            for (var a = 0; a < 9; a++)
                for (var b = a + 1; b < 9; b++)
                    for (var c = b + 1; c < 9; c++) best = Math.Min(best, Cost(clusters, [a, b, c]));
            var worst = clusters.Sum(c => c.Weight) * clusters.Max(a => clusters.Max(b => Math.Abs(a.Mean[0] - b.Mean[0])));
            Assert.True(worst - Cost(clusters, chosen) >= (1 - (1 / Math.E)) * (worst - best) * 0.999);
        }
    }

    private static double Cost(List<MicroCluster> clusters, int[] chosen)
        => clusters.Sum(c => c.Weight * chosen.Min(s => Math.Abs(clusters[s].Mean[0] - c.Mean[0])));

    private static MicroCluster Cluster(float x, int weight)
    {
        var features = new float[AppearanceFeatures.Length];
        features[0] = x;
        var info = new FrameInfo { Source = "s", Id = Guid.NewGuid(), Index = 0, CapturedAt = default, ArrivedTimestamp = 0 };
        var cluster = new MicroCluster(features, new Candidate(new Frame(info, null), [], [.. features], 0));
        for (var i = 1; i < weight; i++) cluster.Add(features);
        return cluster;
    }
}
