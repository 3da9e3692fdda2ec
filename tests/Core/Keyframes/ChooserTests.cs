using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Tests.Keyframes;

public sealed class ChooserTests
{
    [Fact]
    public void Choose_ThreeGroups_TakesOneOfEachHeaviestFirst()
    {
        var (task, places) = Task((0, 5), (0.1f, 4), (1, 30), (1.1f, 1), (2, 2), (2.1f, 2));
        var chosen = new Chooser(task).Choose(3);
        Assert.Equal([0, 1, 2], chosen.Select(pick => (int)places[pick.Candidate]).Order());
        Assert.Equal(1, (int)places[chosen[0].Candidate]);
        Assert.True(chosen[0].Gain >= chosen[1].Gain && chosen[1].Gain >= chosen[2].Gain);
    }

    [Fact]
    public void Choose_EverythingLooksTheSame_TakesFewerThanAllowed()
    {
        var (task, _) = Task((1, 3), (1, 3), (1, 3), (1, 3));
        Assert.Single(new Chooser(task).Choose(4));
    }

    [Fact]
    public void Choose_RandomClusters_ReachesItsGuarantee()
    {
        var random = new Random(3);
        for (var round = 0; round < 20; round++)
        {
            var (task, places) = Task([.. Enumerable.Range(0, 9).Select(_ => ((float)random.NextDouble() * 3, random.Next(1, 9)))]);
            var weights = task.Clusters.Select(static cluster => cluster.Weight).ToArray();
            var chosen = new Chooser(task).Choose(3).Select(pick => pick.Candidate).ToArray();
            var best = double.PositiveInfinity;
            for (var a = 0; a < 9; a++)
                for (var b = a + 1; b < 9; b++)
                    for (var c = b + 1; c < 9; c++) best = Math.Min(best, Cost(places, weights, [a, b, c]));
            var worst = weights.Sum() * places.Max(a => places.Max(b => Math.Abs(a - b)));
            Assert.True(worst - Cost(places, weights, chosen) >= (1 - (1 / Math.E)) * (worst - best) * 0.999);
        }
    }

    [Fact]
    public void Choose_GivenOnes_AreInItAndCoverWhatTheyShow()
    {
        var (task, places) = Task((0, 50), (0.05f, 40), (1, 10), (2, 5));
        var chosen = new Chooser(With(task, given: [1])).Choose(2);
        Assert.Equal(1, chosen[0].Candidate);
        Assert.True(chosen[0].IsGiven);
        Assert.Equal(1, (int)places[chosen[1].Candidate]);
    }

    [Fact]
    public void Choose_ATrackThatLooksLikeTheRest_IsShown()
    {
        var (task, _) = Task((0, 50), (0.01f, 1), (1, 30), (2, 20));
        var tracks = new Dictionary<long, double> { [7] = 1 };
        var shows = Candidate(0.01f, [7]);
        var chosen = new Chooser(With(task, [.. task.Candidates, shows], tracks)).Choose(3);
        Assert.Contains(chosen, static pick => pick.Candidate == 4);
        Assert.Equal(Chooser.TrackShare, chosen.Single(static pick => pick.Candidate == 4).Tracks, 6);
    }

    /// <summary>The same picture, 0.75 apart: within a source that is a repeat, and so it is across two.</summary>
    [Fact]
    public void Rank_WhatAnotherSourceWouldChoose_IsNotChosenAgain()
    {
        var (task, places) = Task((0.75f, 100), (3, 10));
        var chooser = new Chooser(task);
        chooser.Beside([new KeptFrame("yard", 0, 0, Features(0), task.Candidates[0].Luma)]);
        Assert.Equal([3f], chooser.Rank(2).Select(pick => places[pick.Candidate]));
    }

    [Fact]
    public void Choose_WhatTheArchiveCovers_BringsNothing()
    {
        var (task, places) = Task((0, 100), (1, 10), (2, 5));
        var kept = new KeptFrame("s", 0, 0, Features(0), new byte[1024]);
        var chosen = new Chooser(With(task, archive: [kept])).Choose(1);
        Assert.Equal(1, places[chosen[0].Candidate]);
    }

    [Fact]
    public void Choose_Losses_AreWhatWouldBeLost()
    {
        var (task, _) = Task((0, 5), (1, 30), (2, 2));
        var chosen = new Chooser(task).Choose(3);
        Assert.All(chosen, static pick => Assert.InRange(pick.Loss, 0.01, 1));
        Assert.Equal(37, chosen.Sum(static pick => pick.Frames));
    }

    /// <summary>Gains are kept up to date by differences: in the end they are what they are worked out anew, and no exchange is left that helps.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Choose_ManyClusters_EndsWithNothingWorthExchangingAndTrueLosses(int seed)
    {
        const int Chosen = 7;
        var random = new Random(seed);
        var clusters = Enumerable.Range(0, 61).Select(_ => Scattered(random)).ToList();
        var task = new ChoiceTask { Clusters = clusters, Candidates = clusters.ConvertAll(static cluster => cluster.Candidate!) };
        var chooser = new Chooser(task);
        var picks = chooser.Choose(Chosen).ToList();
        var chosen = picks.ConvertAll(static pick => pick.Candidate);
        double Distance(int candidate, int cluster) => Math.Sqrt(VectorMath.SquaredDistance(clusters[candidate].Mean, clusters[cluster].Mean));
        double CostOf(IReadOnlyCollection<int> of) => Enumerable.Range(0, clusters.Count)
            .Sum(c => Math.Pow(clusters[c].Weight, task.MassExponent) * of.Select(s => Distance(s, c)).Append(chooser.Reach).Min());

        Assert.Equal(Chosen, chosen.Distinct().Count());
        var (none, cost, all) = (CostOf([]), CostOf(chosen), CostOf([.. Enumerable.Range(0, clusters.Count)]));
        Assert.Equal((none - cost) / (none - all), chooser.Covered, 4);
        for (var p = 0; p < Chosen; p++)
        {
            List<int> others = [.. chosen.Where((_, at) => at != p)];
            Assert.Equal((CostOf(others) - cost) / (none - all), picks[p].Loss, 4);
            for (var s = 0; s < clusters.Count; s++) Assert.True(CostOf([.. others, s]) >= cost * (1 - 2e-4), $"pick {p}: candidate {s} serves better than {chosen[p]}");
        }
    }

    /// <summary>Most pairs are not asked whether they are alike, since they cannot be: of those that are, none is missed.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Rank_ManyThatAreNearEachOther_TakesNoTwoThatAreAlikeAndLeavesNoneOut(int seed)
    {
        var random = new Random(seed);
        var clusters = Enumerable.Range(0, 120).Select(_ => Scattered(random, reach: 1.2f)).ToList();
        var task = new ChoiceTask { Clusters = clusters, Candidates = clusters.ConvertAll(static cluster => cluster.Candidate!) };
        var taken = new Chooser(task).Rank(120).Select(static pick => pick.Candidate).ToList();
        bool AreAlike(int one, int other) => VectorMath.SquaredDistance(clusters[one].Mean, clusters[other].Mean) <= KeptFrames.Near * KeptFrames.Near;

        Assert.InRange(taken.Count, 10, 110);
        Assert.All(taken, one => Assert.DoesNotContain(taken, other => other != one && AreAlike(one, other)));
        Assert.All(Enumerable.Range(0, 120).Except(taken), one => Assert.Contains(taken, other => AreAlike(one, other)));
    }

    private static Cluster Scattered(Random random, float reach = 4)
    {
        var (features, steps) = (new float[AppearanceFeatures.Length], new short[AppearanceFeatures.Length]);
        for (var i = 0; i < 8; i++) features[i * 60] = (random.NextSingle() - 0.5f) * reach;
        VectorMath.Shorten(features, steps);
        var cluster = new Cluster(features);
        for (var i = random.Next(1, 40); i > 0; i--) cluster.Add(features, 1);
        var info = new FrameInfo { Source = "s", Id = Guid.NewGuid(), Index = 0, CapturedAt = default, ArrivedTimestamp = 0 };
        cluster.Stand(new Candidate(new Frame(info, null), new CandidatePicture($"s/{info.Id}"), new FakeCandidateStore(), new SelectionLedger())
        {
            Features = steps,
            Luma = new byte[1024],
            At = 0,
            Quality = 1,
        }, 0);
        return cluster;
    }

    private static ChoiceTask With(ChoiceTask task, IReadOnlyList<Candidate>? candidates = null, Dictionary<long, double>? tracks = null,
        IReadOnlyList<KeptFrame>? archive = null, IReadOnlyList<int>? given = null) => new()
        {
            Clusters = task.Clusters,
            Candidates = candidates ?? task.Candidates,
            TrackWorth = tracks ?? [],
            Archive = archive ?? [],
            Given = given ?? [],
        };

    private static double Cost(float[] places, double[] weights, int[] chosen)
        => places.Select((place, i) => weights[i] * chosen.Min(s => Math.Abs(places[s] - place))).Sum();

    private static (ChoiceTask Task, float[] Places) Task(params (float Place, int Weight)[] clusters)
    {
        var made = new List<Cluster>();
        foreach (var (place, weight) in clusters)
        {
            var features = new float[AppearanceFeatures.Length];
            features[0] = place;
            var cluster = new Cluster(features);
            for (var i = 0; i < weight; i++) cluster.Add(features, 1);
            cluster.Stand(Candidate(place, []), 0);
            made.Add(cluster);
        }

        return (new() { Clusters = made, Candidates = made.ConvertAll(static cluster => cluster.Candidate!) }, [.. clusters.Select(static c => c.Place)]);
    }

    private static short[] Features(float place)
    {
        var features = new short[AppearanceFeatures.Length];
        features[0] = (short)(place * VectorMath.Steps);
        return features;
    }

    private static Candidate Candidate(float place, long[] tracks)
    {
        var info = new FrameInfo { Source = "s", Id = Guid.NewGuid(), Index = 0, CapturedAt = default, ArrivedTimestamp = 0 };
        var luma = new byte[1024];
        for (var i = 0; i < luma.Length; i++) luma[i] = (byte)(i % 32 < place * 12 ? 200 : 50);
        return new Candidate(new Frame(info, null), new CandidatePicture($"s/{Guid.NewGuid()}"), new FakeCandidateStore(), new SelectionLedger())
        {
            Features = Features(place),
            Luma = luma,
            At = 0,
            Quality = 1,
            Tracks = tracks,
        };
    }
}
