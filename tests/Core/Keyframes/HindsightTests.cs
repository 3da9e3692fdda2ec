using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.State;
using Sluice.Core.Stages.Keyframes.Triggers;

namespace Sluice.Core.Tests.Keyframes;

/// <summary>Rules that judge the episodes of a period again when it ends.</summary>
public sealed class HindsightTests
{
    private static readonly FrameLook Plain = new(1, 5, 10, 100);
    private static readonly TimeSpan Learning = TimeSpan.FromMinutes(1);
    private readonly List<Episode> _episodes = [];

    [Fact]
    public void SeverityOf_AWayThatOthersTookLater_IsMildAndThatOfNobodyElseIsWorse()
    {
        var rule = new PathRule(0.5, Learning, ObjectFilter.All);
        for (var track = 0; track < 40; track++) Pass(rule, track, y: 200);
        var common = Evidence(rule, 40, y: 100);
        var alone = Evidence(rule, 41, y: 300);
        var (commonThen, aloneThen) = (rule.SeverityOf(common), rule.SeverityOf(alone));
        for (var track = 50; track < 250; track++) Pass(rule, track, y: 100);
        Assert.InRange(rule.SeverityOf(common), 0, 0.1 * commonThen);
        Assert.InRange(rule.SeverityOf(alone), 1.2 * aloneThen, 1);
    }

    [Fact]
    public void SeverityOf_APlaceThatOthersCameToLater_IsMildAndThatOfNobodyElseIsWorse()
    {
        var rule = new PlaceRule(0.5, Learning, ObjectFilter.All);
        for (var track = 0; track < 40; track++) Pass(rule, track, y: 200);
        var common = Evidence(rule, 40, y: 100);
        var alone = Evidence(rule, 41, y: 300);
        var (commonThen, aloneThen) = (rule.SeverityOf(common), rule.SeverityOf(alone));
        for (var track = 50; track < 250; track++) Pass(rule, track, y: 100);
        Assert.InRange(rule.SeverityOf(common), 0, 0.1 * commonThen);
        Assert.InRange(rule.SeverityOf(alone), 1.2 * aloneThen, 1);
    }

    [Fact]
    public void SeverityOf_AStayWhereOthersStoodLater_IsMildAndThatOfNobodyElseIsWorse()
    {
        var rule = new StandRule(0.5, Learning, ObjectFilter.All);
        for (var track = 0; track < 40; track++) Stop(rule, track, x: 300);
        var common = StayOf(40, x: 100);
        var alone = StayOf(41, x: 500);
        var (commonThen, aloneThen) = (rule.SeverityOf(common), rule.SeverityOf(alone));
        for (var track = 50; track < 250; track++) Stop(rule, track, x: 100);
        Assert.InRange(rule.SeverityOf(common), 0, 0.2 * commonThen);
        Assert.InRange(rule.SeverityOf(alone), 1.2 * aloneThen, 1);

        float[] StayOf(int track, int x)
        {
            Stop(rule, track, x);
            return Assert.IsType<float[]>(rule.EvidenceOf(track));
        }
    }

    [Fact]
    public void EvidenceOf_ATrackThatIsNotKnown_IsNone()
        => Assert.All(
            new IHindsight[] { new PathRule(0.5, Learning, ObjectFilter.All), new PlaceRule(0.5, Learning, ObjectFilter.All), new StandRule(0.5, Learning, ObjectFilter.All) },
            static rule => Assert.Null(rule.EvidenceOf(7)));

    /// <summary>There is a token for one an hour: the one that was the only one to the end has it.</summary>
    [Fact]
    public void EndPeriod_MoreEpisodesThanTokens_TheWorstByThenRemain()
    {
        var watch = new TriggerWatch(Rule(1));
        for (var track = 0; track < 40; track++) Drive(watch, track, y: 200);
        Drive(watch, 100, y: 100);
        var early = _episodes[^1];
        Assert.Same(early, Assert.Single(watch.Judge()));
        Drive(watch, 101, y: 300);
        for (var track = 200; track < 300; track++) Drive(watch, track, y: 100);
        var kept = Assert.Single(watch.Judge());
        Assert.NotSame(early, kept);
        watch.EndPeriod();
        Assert.Equal([kept], _episodes.Where(static one => !one.IsDisplaced));
        Assert.Equal(1, watch.Fired);
    }

    [Fact]
    public void EndPeriod_WhatHappenedWhileItLearnt_IsJudgedByWhatIsKnownThen()
    {
        var watch = new TriggerWatch(Rule(3));
        for (var track = 0; track < 6; track++) Drive(watch, track, y: 200);
        Drive(watch, 6, y: 300);
        Assert.Empty(watch.Judge());
        for (var track = 7; track < 200; track++) Drive(watch, track, y: 200);
        var worst = watch.Judge()[0];
        Assert.InRange(worst.Severity, 0.35f, 1);
        Assert.Same(_episodes[^1], worst);
    }

    /// <summary>The time to learn goes by on an empty street as well.</summary>
    [Fact]
    public void EndPeriod_NobodyCameSinceItLearnt_KeepsWhatHappenedThen()
    {
        var watch = new TriggerWatch(Rule(3));
        for (var track = 0; track < 6; track++) Drive(watch, track, y: 200);
        using var empty = Empty();
        for (var at = 40; at < 100; at++) watch.Look(empty, Plain, at);
        Assert.NotEmpty(watch.Judge());
    }

    [Fact]
    public void EndPeriod_StillLearning_KeepsNone()
    {
        var watch = new TriggerWatch(Rule(3) with { Within = TimeSpan.FromHours(5) });
        for (var track = 0; track < 100; track++) Drive(watch, track, y: track == 50 ? 300 : 200);
        Assert.NotEmpty(_episodes);
        watch.EndPeriod();
        Assert.All(_episodes, static one => Assert.True(one.IsDisplaced));
    }

    [Fact]
    public void Look_NowIsAskedFor_NothingBeginsWhileItLearns()
    {
        var watch = new TriggerWatch(Rule(3) with { Within = TimeSpan.FromHours(5), Now = true });
        for (var track = 0; track < 100; track++) Drive(watch, track, y: track == 50 ? 300 : 200);
        Assert.Empty(_episodes);
    }

    [Fact]
    public void Load_EpisodesThatWait_AreJudgedAsIfNothingHadHappened()
    {
        var watch = new TriggerWatch(Rule(2));
        for (var track = 0; track < 40; track++) Drive(watch, track, y: 200);
        Drive(watch, 100, y: 100);
        Drive(watch, 101, y: 300);
        _episodes.RemoveAll(static one => one.IsDisplaced);
        var state = new StateWriter();
        EpisodeState.Save(state, _episodes);
        watch.Save(state, _episodes);
        var from = new StateReader(state.Written.ToArray());
        var back = EpisodeState.Load(from);
        var again = new TriggerWatch(Rule(2));
        again.Load(from, back);

        // A period may end before the first frame after a restart.
        Assert.Equal(watch.Judge().Select(static one => one.Severity), again.Judge().Select(static one => one.Severity));
        Assert.NotEmpty(again.Judge());
        for (var track = 200; track < 300; track++)
        {
            Drive(watch, track, y: 100);
            Drive(again, track, y: 100);
        }

        Assert.Equal(watch.Judge().Select(static one => one.Severity), again.Judge().Select(static one => one.Severity));
    }

    private static KeyframeTrigger Rule(int perHour) => new() { When = TriggerKind.Path, Threshold = 0.5, Within = Learning, Rate = new(perHour, TimeSpan.FromHours(1)) };

    private static float[] Evidence(IHindsight rule, int track, int y)
    {
        Pass(rule, track, y);
        return Assert.IsType<float[]>(rule.EvidenceOf(track));
    }

    private static void Pass(ITriggerRule rule, int track, int y)
    {
        for (var step = 0; step < 10; step++) On(track, step, 20 + (step * 55), y, (frame, at) => rule.Look(frame, Plain, at));
    }

    private static void Stop(ITriggerRule rule, int track, int x)
    {
        var step = 0;
        for (var left = x - 60; left < x; left += 20) On(track, step++, left, 200, (frame, at) => rule.Look(frame, Plain, at));
        for (var i = 0; i < 10; i++) On(track, step++, x, 200, (frame, at) => rule.Look(frame, Plain, at));
    }

    private void Drive(TriggerWatch watch, int track, int y)
    {
        for (var step = 0; step < 10; step++)
        {
            On(track, step, 20 + (step * 55), y, (frame, at) =>
            {
                foreach (var (episode, opened) in watch.Look(frame, Plain, at))
                    if (opened) _episodes.Add(episode);
            });
        }
    }

    private static void On(int track, int step, float x, float y, Action<Frame, double> look)
    {
        using var bare = Empty();
        ImmutableArray<Detection> seen = [new Detection(0, "car", 0.9f, new(x, y - 30, x + 40, y)) { TrackId = track }];
        using var frame = bare.With(seen);
        look(frame, (track * 5) + (step * 0.5));
    }

    private static Frame Empty()
        => new(new() { Source = "s", Id = Guid.Empty, Index = 0, CapturedAt = default, ArrivedTimestamp = 0 }, new HostPicture(640, 360, PixelFormat.Gray8));
}
