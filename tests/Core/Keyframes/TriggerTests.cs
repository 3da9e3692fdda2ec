using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.Triggers;

namespace Sluice.Core.Tests.Keyframes;

public sealed class TriggerTests
{
    private static readonly FrameLook Plain = new(1, 5, 10, 100);

    [Fact]
    public void Band_EnoughUnsureOnes_Holds()
    {
        var rule = new BandRule(0.35, 0.1, 2);
        Assert.Equal(0, Look(rule, 0, [Object(0.4f), Object(0.9f)]));
        Assert.Equal(0.5f, Look(rule, 0, [Object(0.4f), Object(0.3f)]));
        Assert.Equal(1, Look(rule, 0, [.. Enumerable.Repeat(Object(0.35f), 9)]));
    }

    [Fact]
    public void Flicker_TrackMissedInMidPictureOrOfAnotherClass_Holds()
    {
        var rule = new FlickerRule();
        Assert.Equal(0, Look(rule, 0, [Object(0.9f) with { TrackId = 1 }]));
        Assert.Equal(0.5f, Look(rule, 1, [Object(0.9f) with { TrackId = 1, Predicted = true }]));
        Assert.Equal(0, Look(rule, 2, [Object(0.9f) with { TrackId = 1, Predicted = true, Box = new(0, 40, 20, 60) }]));
        Assert.Equal(1, Look(rule, 3, [Object(0.9f) with { TrackId = 1, ClassId = 5 }]));
    }

    [Fact]
    public void Disagree_SecondModelSeesSomethingElse_Holds()
    {
        var rule = new DisagreeRule("shadow", 0.3);
        var same = Object(0.9f) with { Model = "shadow" };
        var other = same with { Box = new(90, 70, 120, 90) };
        Assert.Equal(0, Look(rule, 0, [Object(0.9f), same]));
        Assert.Equal(0, Look(rule, 0, [Object(0.9f)]));
        Assert.Equal(1, Look(rule, 0, [Object(0.9f), other]));
        Assert.Equal(1 - (2 / 3f), Look(rule, 0, [Object(0.9f), same, other]), 4);
    }

    [Fact]
    public void Disagree_SecondModelFindsNothing_HoldsOnlyWhereItLooked()
    {
        var info = new FrameInfo { Source = "s", Id = Guid.Empty, Index = 0, CapturedAt = default, ArrivedTimestamp = 0 };
        using var bare = new Frame(info, null);
        using var frame = bare.With([Object(0.9f)]);
        using var looked = frame.With("shadow", "second");
        var rule = new DisagreeRule("second", 0.3);
        Assert.Equal(0, rule.Look(frame, default, 0));
        Assert.Equal(1, rule.Look(looked, default, 0));
        Assert.Equal(0, new DisagreeRule("third", 0.3).Look(looked, default, 0));
    }

    [Fact]
    public void Offer_ShadowDisagrees_KeepsTheFrameWithoutTheShadowsObjects()
    {
        var options = KeyframeScene.Options(2) with { Triggers = [new() { When = TriggerKind.Disagree, Shadow = "second", Threshold = 0.3, Now = true }] };
        using var selector = new SourceSelector(options, "s", new FakeCandidateStore());
        var picture = new HostPicture(64, 64, PixelFormat.Gray8);
        picture.WritablePlane(0).Fill(120);
        using var bare = new Frame(new() { Source = "s", Id = Guid.NewGuid(), Index = 0, CapturedAt = default, ArrivedTimestamp = 0, PtsSeconds = 0 }, picture);
        using var frame = bare.With([Object(0.9f)]);
        using var whole = bare.With([Object(0.9f), Object(0.9f) with { Model = "second", Box = new(90, 70, 120, 90) }]);

        selector.Offer(frame, whole, out var now);

        Assert.Equal("disagree", now!.Why.Trigger);
        Assert.Single(now.Frame.Detections);
        now.Frame.Dispose();
    }

    [Fact]
    public void IsShadow_ModelsThatDisagreeNames_AloneAre()
    {
        var options = KeyframeScene.Options(2) with { Triggers = [new() { When = TriggerKind.Disagree, Shadow = "second", Threshold = 0.3 }] };
        Assert.True(options.IsShadow("second"));
        Assert.False(options.IsShadow("first"));
        Assert.False(options.IsShadow(null));
    }

    [Fact]
    public void Errors_MoreThanFineWithinTheWindow_HoldsUntilTheyAreOld()
    {
        var rule = new ErrorsRule("wrong_way", 2, TimeSpan.FromMinutes(1));
        Assert.Equal(0, Look(rule, 100, [], Event("wrong_way")));
        Assert.Equal(0, Look(rule, 110, [], Event("wrong_way"), Event("enter")));
        Assert.True(Look(rule, 120, [], Event("wrong_way")) > 0);
        Assert.True(Look(rule, 150, []) > 0);
        Assert.Equal(0, Look(rule, 165, []));
    }

    [Fact]
    public void CountJump_AfterTheWindowWasLearnt_Holds()
    {
        var rule = new CountJumpRule(3, TimeSpan.FromSeconds(10));
        for (var i = 0; i < 30; i++) Assert.Equal(0, Look(rule, i, [Object(0.9f)]));
        Assert.True(Look(rule, 31, [.. Enumerable.Repeat(Object(0.9f), 8)]) > 0);
    }

    [Fact]
    public void NewClass_AfterTheLearningTime_HoldsOnce()
    {
        var rule = new NewClassRule(TimeSpan.FromSeconds(10));
        Assert.Equal(0, Look(rule, 0, [Object(0.9f)]));
        Assert.Equal(1, Look(rule, 20, [Object(0.9f) with { Label = "horse" }]));
        Assert.Equal(0, Look(rule, 21, [Object(0.9f) with { Label = "horse" }]));
    }

    [Fact]
    public void Drift_AfterHoursOfTheSame_HoldsWhenItTurnsDark()
    {
        var rule = new DriftRule();
        var held = false;
        for (var i = 0; i < 9000; i++)
        {
            using var frame = Frame([], []);
            var severity = rule.Look(frame, Plain with { Luma = i < 8400 ? 120 : 10 }, i);
            if (i < 3600) Assert.Equal(0, severity);
            held |= i >= 8400 && severity > 0;
        }

        Assert.True(held);
    }

    [Fact]
    public void Attribute_TrueOrLarge_Holds()
    {
        Assert.Equal(1, With(true));
        Assert.Equal(0, With(false));
        Assert.Equal(0.75f, With(0.75));
        Assert.Equal(0, With(0.2));

        static float With(object value)
        {
            using var frame = Frame([], []);
            using var noted = frame.With("odd", value);
            return new AttributeRule("odd", 0.5).Look(noted, Plain, 0);
        }
    }

    [Theory]
    [InlineData(null, null, "cross")]
    [InlineData("road", null, "cross_road")]
    [InlineData(null, "in", "cross_in")]
    [InlineData("road", "in", "cross_road_in")]
    [InlineData("path", null, "cross_path")]
    [InlineData("road", "out", "cross_road_out")]
    public void Event_OfAPlaceAndADirection_HoldsForThose(string? place, string? direction, string label)
    {
        var trigger = new KeyframeTrigger { When = TriggerKind.Event, Name = "cross", Place = place, Direction = direction };
        Assert.Equal(label, trigger.Label);
        Assert.Empty(trigger.Check());
        var rule = new EventRule(trigger.Name, trigger.Place, trigger.Direction);
        var meant = (place is null or "road") && (direction is null or "in");
        Assert.Equal(meant ? 1 : 0, Look(rule, 0, [], new FrameEvent { Kind = "cross", Place = "road", Direction = "in" }));
        Assert.Equal(0, Look(rule, 0, [], new FrameEvent { Kind = "enter", Place = "road", Direction = "in" }));
    }

    [Fact]
    public void Check_PlaceOrDirectionOfARuleThatAsksForNone_IsAFault()
    {
        Assert.Equal(["place", "direction"],
            new KeyframeTrigger { When = TriggerKind.Band, Place = "road", Direction = "in" }.Check().Select(static fault => fault.Key));
    }

    [Fact]
    public void Watch_ManyEpisodes_AreHeldBackByTheirBucket()
    {
        var watch = new TriggerWatch(new() { When = TriggerKind.Event, Name = "alarm", Rate = new(6, TimeSpan.FromHours(1)) });
        for (var i = 0; i < 200; i++)
        {
            using var frame = Frame([], i % 10 == 0 ? [Event("alarm")] : []);
            watch.Look(frame, Plain, i);
        }

        Assert.Equal(3, watch.Fired);
        Assert.Equal(17, watch.Suppressed);
    }

    [Fact]
    public void Close_AnEpisode_ItsWorstMomentIsChosen()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(3) with { Triggers = [new() { When = TriggerKind.Band, Threshold = 0.35, AtLeast = 1 }] });
        for (var i = 0; i < 200; i++)
            scene.Show(2, i, i is > 100 and < 105 ? [.. Enumerable.Repeat(Object(0.35f), i == 103 ? 2 : 1)] : [Object(0.9f)]);
        scene.End();
        var chosen = Assert.Single(scene.Choices, static choice => choice.Why.Trigger == "band");
        Assert.Equal(103, chosen.Frame.Info.Index);
    }

    [Fact]
    public void Close_NoRoomForAnEpisodesFirstPicture_OneOfTheNextStandsForItAndIsLetGoOf()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(3) with { Triggers = [new() { When = TriggerKind.Band, Threshold = 0.35, AtLeast = 1 }] });
        for (var i = 0; i < 200; i++)
        {
            scene.Store.IsFull = i is 101 or 150;
            scene.Show(2, i, i is (> 100 and < 105) or 150 ? [Object(0.35f)] : [Object(0.9f)]);
        }

        scene.End();
        Assert.Equal(102, Assert.Single(scene.Choices, static choice => choice.Why.Trigger == "band").Frame.Info.Index);
        Assert.Equal(scene.Choices.Count, scene.Store.Held);
    }

    [Fact]
    public void Close_ACarGoesTheOtherWay_IsTheEpisodeOfTheRareRule()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(2) with { Triggers = [new() { When = TriggerKind.Rare }] });
        for (var i = 0; i < 600; i++)
        {
            var step = i / 8 == 60 ? 7 - (i % 8) : i % 8;
            scene.Show(2, i, [Object(0.9f) with { Box = new(4 + (step * 12), 30, 24 + (step * 12), 50), TrackId = i / 8 }]);
        }

        scene.End();

        Assert.Equal(1, Assert.Single(scene.Selector.Watches).Fired);
        Assert.InRange(Assert.Single(scene.Choices, static choice => choice.Why.Trigger == "rare").Frame.Info.Index, 480, 487);
    }

    [Fact]
    public void Close_MoreEpisodesThanTheRateAllows_KeepsTheWorst()
    {
        using var scene = Episodes(new() { When = TriggerKind.Attribute, Name = "risk", Threshold = 0.1, Rate = new(2, TimeSpan.FromHours(1)) }, [0.2, 0.5, 0.3, 0.9, 0.4, 0.8]);
        scene.End();
        var watch = Assert.Single(scene.Selector.Watches);
        Assert.Equal((2, 4), (watch.Fired, watch.Suppressed));
        Assert.Equal([39, 59], scene.Choices.Where(static choice => choice.Why.Trigger == "risk").Select(static choice => choice.Frame.Info.Index).Order());
        Assert.Equal(scene.Choices.Count, scene.Store.Held);
        Assert.Equal(scene.Selector.Ledger.Offered, Enum.GetValues<SelectionOutcome>().Sum(outcome => scene.Selector.Ledger[outcome]));
    }

    /// <summary>A frame that was handed on before the period's end cannot be taken back: the mildest of the others goes.</summary>
    [Fact]
    public void Commit_AnEpisodesFrameWasHandedOn_AnotherGivesItsPlaceUp()
    {
        var trigger = new KeyframeTrigger { When = TriggerKind.Attribute, Name = "risk", Threshold = 0.1, Rate = new(2, TimeSpan.FromHours(1)) };
        using var scene = new KeyframeScene(KeyframeScene.Options(8, 0, TimeSpan.FromSeconds(40)) with { Triggers = [trigger], Commit = TimeSpan.FromSeconds(10) });
        Show(scene, [0.2], from: 0);
        scene.Commit(0);
        Assert.Contains(9, scene.Chosen);
        Show(scene, [0.5, 0.9], from: 10);
        scene.End();
        Assert.Equal([9, 29], scene.Choices.Where(static choice => choice.Why.Trigger == "risk").Select(static choice => choice.Frame.Info.Index).Order());
        Assert.Equal(scene.Chosen.Count, scene.Chosen.Distinct().Count());
        Assert.Equal(scene.Selector.Ledger.Offered, Enum.GetValues<SelectionOutcome>().Sum(outcome => scene.Selector.Ledger[outcome]));
    }

    [Fact]
    public void Offer_MoreEpisodesOfARuleThatKeepsAtOnce_KeepsTheFirst()
    {
        using var scene = Episodes(new() { When = TriggerKind.Attribute, Name = "risk", Threshold = 0.1, Now = true, Rate = new(2, TimeSpan.FromHours(1)) }, [0.2, 0.5, 0.9]);
        Assert.Equal([9, 19], scene.Chosen);
    }

    [Fact]
    public void Load_EpisodesOfThePeriod_AreStillDisplacedByWorseOnes()
    {
        var trigger = new KeyframeTrigger { When = TriggerKind.Attribute, Name = "risk", Threshold = 0.1, Rate = new(2, TimeSpan.FromHours(1)) };
        using var scene = Episodes(trigger, [0.2, 0.5]).Restart(KeyframeScene.Options(4) with { Triggers = [trigger] });
        Show(scene, [0.9], from: 20);
        scene.End();
        Assert.Equal([19, 29], scene.Choices.Where(static choice => choice.Why.Trigger == "risk").Select(static choice => choice.Frame.Info.Index).Order());
    }

    [Fact]
    public void Rare_LearningAndUsual_DoesNotHold()
    {
        using var frame = Frame([Object(0.9f)], []);
        var rule = new RareRule(0.99, TimeSpan.FromMinutes(1));
        Assert.Equal(0, rule.Look(frame, Plain with { Rank = 1 }, 5));
        Assert.Equal(0, rule.Look(frame, Plain with { Rank = 0.98 }, 65));
        Assert.Equal(0.5f, rule.Look(frame, Plain with { Rank = 0.995 }, 65), 4);
    }

    [Fact]
    public void Check_RareWithAThresholdThatIsNoShare_SaysWhatIs()
    {
        var (key, message) = Assert.Single(new KeyframeTrigger { When = TriggerKind.Rare, Threshold = 99 }.Check());
        Assert.Equal(("threshold", "is 99; a share of frames from 0.5 to less than 1 is wanted, such as 0.99."), (key, message));
    }

    [Fact]
    public void Follow_BoxThatGoesOrTrembles_SaysHowItMoves()
    {
        var track = new SeenTrack(1, "car") { Mark = (50, 50, 0) };
        track.Follow(At(56, 50), 1);
        Assert.Equal(TrackMotion.Unknown, track.Motion);
        track.Follow(At(61, 52), 2);
        Assert.Equal(TrackMotion.Right, track.Motion);
        for (var i = 3; i < 6; i++) track.Follow(At(61 + (i % 2 * 4), 50), i);
        Assert.Equal(TrackMotion.Still, track.Motion);
        track.Follow(At(60, 30), 6);
        Assert.Equal(TrackMotion.Up, track.Motion);

        static BoundingBox At(float x, float y) => new(x - 10, y - 10, x + 10, y + 10);
    }

    [Fact]
    public void Offer_RuleThatKeepsAtOnce_HandsItsFrameOnAndPaysFromTheBudget()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(2) with { Triggers = [new() { When = TriggerKind.Band, Threshold = 0.35, Now = true }] });
        for (var i = 0; i < 100; i++) scene.Show(i % 16, i, i == 50 ? [Object(0.35f)] : [Object(0.9f)]);
        Assert.Equal([50], scene.Chosen);
        scene.End();
        Assert.Equal(2, scene.Chosen.Count);
        Assert.Equal(2, scene.Selector.Ledger[SelectionOutcome.Archived]);
    }

    /// <summary>Shows nine frames and one with an attribute, and so on.</summary>
    private static KeyframeScene Episodes(KeyframeTrigger trigger, double[] risks)
    {
        var scene = new KeyframeScene(KeyframeScene.Options(4) with { Triggers = [trigger] });
        Show(scene, risks, from: 0);
        return scene;
    }

    private static void Show(KeyframeScene scene, double[] risks, int from)
    {
        for (var i = 0; i < 10 * risks.Length; i++) scene.Show(2, from + i, attribute: i % 10 == 9 ? ("risk", risks[i / 10]) : null);
    }

    private static float Look(ITriggerRule rule, double at, ImmutableArray<Detection> detections, params FrameEvent[] events)
    {
        using var frame = Frame(detections, [.. events]);
        return rule.Look(frame, Plain, at);
    }

    private static Frame Frame(ImmutableArray<Detection> detections, ImmutableArray<FrameEvent> events)
    {
        var info = new FrameInfo { Source = "s", Id = Guid.NewGuid(), Index = 0, CapturedAt = default, ArrivedTimestamp = 0 };
        using var bare = new Frame(info, new HostPicture(128, 96, PixelFormat.Gray8));
        using var found = bare.With(detections);
        return found.With(events);
    }

    private static FrameEvent Event(string kind) => new() { Kind = kind, Place = "p" };

    private static Detection Object(float score) => new(0, "car", score, new BoundingBox(40, 30, 60, 50));
}
