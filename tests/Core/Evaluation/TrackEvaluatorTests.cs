using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Evaluation;

namespace Sluice.Tests.Evaluation;

/// <summary>Small cases whose figures can be worked out by hand from the definitions.</summary>
public sealed class TrackEvaluatorTests
{
    [Fact]
    public void Result_EveryBoxRight_IsOneThroughout()
    {
        var evaluator = new TrackEvaluator();
        for (var i = 0; i < 3; i++) evaluator.Add([Truth(1, 0), Truth(2, 200)], [Found(7, 0), Found(9, 200)]);

        var result = evaluator.Result();

        Assert.Equal((1.0, 1.0, 1.0), (result.Mota, result.Idf1, result.Motp));
        Assert.Equal((1.0, 1.0, 1.0), (Math.Round(result.Hota, 9), Math.Round(result.DetA, 9), Math.Round(result.AssA, 9)));
        Assert.Equal((0, 0, 0, 2, 0), (result.FalsePositives, result.FalseNegatives, result.IdSwitches, result.MostlyTracked, result.MostlyLost));
    }

    [Fact]
    public void Result_IdentityChangesHalfWay_IsOneSwitchAndHalfAnIdentity()
    {
        var evaluator = new TrackEvaluator();
        for (var i = 0; i < 4; i++) evaluator.Add([Truth(1, 0)], [Found(i < 2 ? 7 : 8, 0)]);

        var result = evaluator.Result();

        Assert.Equal((1, 0.75), (result.IdSwitches, result.Mota));
        Assert.Equal(0.5, result.Idf1, 9); // 2 x 2 of 4 + 4
        Assert.Equal((1, 0.5), (Math.Round(result.DetA, 9), Math.Round(result.AssA, 9))); // each pair holds 2 of 4 + 2 - 2
        Assert.Equal(Math.Sqrt(0.5), result.Hota, 9);
    }

    [Fact]
    public void Result_OneMissAndOneGhost_CountsBoth()
    {
        var evaluator = new TrackEvaluator();
        evaluator.Add([Truth(1, 0)], [Found(7, 0), Found(8, 400)]);
        evaluator.Add([Truth(1, 0)], [Found(7, 0)]);
        evaluator.Add([Truth(1, 0)], []);
        evaluator.Add([Truth(1, 0)], [Found(7, 0)]);

        var result = evaluator.Result();

        Assert.Equal((1, 1, 0, 1, 0.5), (result.FalsePositives, result.FalseNegatives, result.IdSwitches, result.Fragments, result.Mota));
        Assert.Equal((0.75, 0.75, 0.75), (result.Idf1, result.IdPrecision, result.IdRecall));
        Assert.Equal((0.6, 0.75), (Math.Round(result.DetA, 9), Math.Round(result.AssA, 9))); // 3 of 3 + 1 + 1; 3 of 4 + 3 - 3
        Assert.Equal(Math.Sqrt(0.45), result.Hota, 9);
    }

    [Fact]
    public void Result_BoxesOverlapBySixTenths_CountUpToThatOverlap()
    {
        var evaluator = new TrackEvaluator();
        for (var i = 0; i < 3; i++) evaluator.Add([new(0, new(0, 0, 100, 100), false, 1)], [Found(7, new BoundingBox(0, 0, 100, 60))]);

        var result = evaluator.Result();

        Assert.Equal((1.0, 0.6), (result.Mota, Math.Round(result.Motp, 6)));
        Assert.Equal(12 / 19.0, result.Hota, 9); // 0.05 to 0.60 of nineteen overlaps
    }

    [Fact]
    public void Result_TwoTracksTradeObjects_IsTwoSwitchesAndAThirdOfAssociation()
    {
        var evaluator = new TrackEvaluator();
        for (var i = 0; i < 4; i++) evaluator.Add([Truth(1, 0), Truth(2, 200)], [Found(i < 2 ? 7 : 8, 0), Found(i < 2 ? 8 : 7, 200)]);

        var result = evaluator.Result();

        Assert.Equal((2, 0.75, 0.5), (result.IdSwitches, result.Mota, result.Idf1));
        Assert.Equal(1 / 3.0, result.AssA, 9); // each pair holds 2 of 4 + 4 - 2
        Assert.Equal(Math.Sqrt(1 / 3.0), result.Hota, 9);
    }

    [Fact]
    public void Result_PairStillFits_IsKeptThoughAnotherTrackFitsBetter()
    {
        var evaluator = new TrackEvaluator();
        evaluator.Add([Truth(1, 0)], [Found(7, 0)]);
        evaluator.Add([Truth(1, 0)], [Found(7, 15), Found(8, 0)]);

        var result = evaluator.Result();

        Assert.Equal((0, 1), (result.IdSwitches, result.FalsePositives));
    }

    [Fact]
    public void Result_ObjectComesBackWithAnotherTrack_IsASwitch()
    {
        var evaluator = new TrackEvaluator();
        evaluator.Add([Truth(1, 0)], [Found(7, 0)]);
        evaluator.Add([], []);
        evaluator.Add([Truth(1, 0)], [Found(8, 0)]);

        Assert.Equal((1, 0), (evaluator.Result().IdSwitches, evaluator.Result().Fragments));
    }

    [Fact]
    public void Result_CloseObjects_PairsAsManyAsCanBe()
    {
        // Track 7 fits both objects, the first one best; track 8 fits only the first.
        var evaluator = new TrackEvaluator();
        evaluator.Add([Truth(1, 0), Truth(2, 20)], [Found(7, 5), Found(8, -15)]);

        Assert.Equal((0, 0), (evaluator.Result().FalsePositives, evaluator.Result().FalseNegatives));
    }

    [Fact]
    public void Result_FollowedInEightAndInOneOfTenFrames_IsMostlyTrackedAndMostlyLost()
    {
        var evaluator = new TrackEvaluator();
        for (var i = 0; i < 10; i++)
        {
            Detection[] found = [.. i < 8 ? [Found(7, 0)] : Array.Empty<Detection>(), .. i < 1 ? [Found(8, 200)] : Array.Empty<Detection>()];
            evaluator.Add([Truth(1, 0), Truth(2, 200)], found);
        }

        Assert.Equal((1, 1), (evaluator.Result().MostlyTracked, evaluator.Result().MostlyLost));
    }

    [Fact]
    public void Result_IgnoredObject_CountsNeitherWay()
    {
        var evaluator = new TrackEvaluator();
        evaluator.Add([Truth(1, 0), Truth(2, 200) with { Ignore = true }], [Found(7, 0), Found(8, 205)]);
        evaluator.Add([Truth(1, 0), Truth(2, 200) with { Ignore = true }], [Found(7, 0)]);

        var result = evaluator.Result();

        Assert.Equal((1.0, 1.0, 2, 1), (result.Mota, result.Idf1, result.Boxes, result.Tracks));
    }

    [Fact]
    public void Result_DetectionsWithoutTrackOrOfOtherClasses_AreNotLookedAt()
    {
        var evaluator = new TrackEvaluator([0]);
        evaluator.Add([Truth(1, 0)], [Found(7, 0), Found(8, 300) with { TrackId = null }, Found(9, 300) with { ClassId = 3 }]);

        Assert.Equal((0, 1.0), (evaluator.Result().FalsePositives, evaluator.Result().Mota));
    }

    [Fact]
    public void Result_RightPlaceWrongClass_IsAMissAndAGhost()
    {
        var evaluator = new TrackEvaluator();
        evaluator.Add([Truth(1, 0)], [Found(7, 0) with { ClassId = 3 }]);

        Assert.Equal((1, 1, -1.0), (evaluator.Result().FalsePositives, evaluator.Result().FalseNegatives, evaluator.Result().Mota));
    }

    [Fact]
    public void Result_NothingAtAll_HasNoErrors()
    {
        var evaluator = new TrackEvaluator();
        evaluator.Add([], []);

        var result = evaluator.Result();

        Assert.Equal((0, 0, 0.0, 0.0), (result.FalsePositives, result.FalseNegatives, result.Idf1, result.Hota));
    }

    [Fact]
    public void ToJson_WithTracks_HasTheirKeysBesideTheOthers()
    {
        var tracks = new TrackEvaluator();
        tracks.Add([Truth(1, 0)], [Found(7, 0)]);
        var result = new DetectionEvaluator().Result(["car"]) with { Tracking = tracks.Result() with { Tracker = "bytetrack", Interval = 2 } };

        using var json = JsonDocument.Parse(result.ToJson());

        Assert.Equal(1, json.RootElement.GetProperty("mota").GetDouble());
        Assert.Equal(1, json.RootElement.GetProperty("idf1").GetDouble());
        Assert.Equal(1, json.RootElement.GetProperty("hota").GetDouble());
        Assert.Equal(0, json.RootElement.GetProperty("id_switches").GetInt32());
        Assert.Equal(("bytetrack", 2), (json.RootElement.GetProperty("tracker").GetString(), json.RootElement.GetProperty("interval").GetInt32()));
        Assert.Contains("hota", result.ToTable(), StringComparison.Ordinal);
    }

    private static TruthBox Truth(long track, float x) => new(0, new(x, 0, x + 50, 50), false, track);

    private static Detection Found(long track, float x) => Found(track, new BoundingBox(x, 0, x + 50, 50));

    private static Detection Found(long track, BoundingBox box) => new(0, "car", 0.9f, box) { TrackId = track };
}
