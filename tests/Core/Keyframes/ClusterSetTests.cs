using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class ClusterSetTests
{
    [Fact]
    public void Open_MoreThanFit_MergesAndLosesNoFrame()
    {
        var set = new ClusterSet(20);
        var random = new Random(5);
        for (var i = 0; i < 500; i++) Offer(set, Features((float)random.NextDouble()));
        Assert.InRange(set.Clusters.Count, 1, 20);
        Assert.Equal(500, set.Clusters.Sum(static cluster => cluster.Frames));
        Assert.Equal(500, set.Clusters.Sum(static cluster => cluster.Weight), 6);
    }

    [Fact]
    public void Find_SearchThatGivesUpEarly_FindsTheNearestAnyway()
    {
        var set = new ClusterSet(64);
        set.Warm(10);
        var random = new Random(6);
        var all = new List<float[]>();
        for (var i = 0; i < 60; i++)
        {
            var features = Noise(random);
            all.Add(features);
            set.Open(features, Short(features), 1, null);
        }

        for (var i = 0; i < 100; i++)
        {
            var wanted = Noise(random);
            var nearest = all.MinBy(one => VectorMath.SquaredDistance(one, wanted))!;
            Assert.Equal(nearest, set.Find(Short(wanted))!.Mean.ToArray());
        }
    }

    [Fact]
    public void Take_NextPeriod_BeginsWarm()
    {
        var set = new ClusterSet(4);
        var random = new Random(5);
        for (var i = 0; i < 100; i++) Offer(set, Features((float)random.NextDouble()));
        var radius = set.Radius;
        Assert.True(radius > 0);
        Assert.NotEmpty(set.Take());
        Assert.Empty(set.Clusters);
        Assert.Equal(radius / 2, set.Radius);
    }

    private static void Offer(ClusterSet set, float[] features)
    {
        if (set.Find(Short(features)) is { } cluster) cluster.Add(features, 1);
        else set.Open(features, Short(features), 1, null);
    }

    private static float[] Features(float place)
    {
        var features = new float[AppearanceFeatures.Length];
        features[0] = place;
        return features;
    }

    private static float[] Noise(Random random) => [.. Enumerable.Range(0, AppearanceFeatures.Length).Select(_ => (float)random.NextDouble() * 0.4f)];

    private static short[] Short(float[] features)
    {
        var to = new short[features.Length];
        VectorMath.Shorten(features, to);
        return to;
    }
}
