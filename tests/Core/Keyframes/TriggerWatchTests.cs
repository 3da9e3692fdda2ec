using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.State;
using Sluice.Core.Stages.Keyframes.Triggers;

namespace Sluice.Core.Tests.Keyframes;

/// <summary>Episodes of rules about objects: one for each track.</summary>
public sealed class TriggerWatchTests
{
    private static readonly FrameLook Plain = new(1, 5, 10, 100);
    private static readonly TimeSpan Learning = TimeSpan.FromMinutes(1);

    [Fact]
    public void Watch_TwoGoAgainstTheRest_AreTwoEpisodesEachByItsWorstMoment()
    {
        var watch = new TriggerWatch(new() { When = TriggerKind.Path, Within = Learning });
        for (var track = 0; track < 200; track++)
            for (var step = 0; step < 10; step++) Assert.True(Watch(watch, (track * 5) + (step * 0.5), Track(track, 20 + (step * 55) + (track % 3), 200)).Length == 0 || track < 12);
        var (episodes, before) = (new HashSet<Episode>(), watch.Fired);
        for (var step = 0; step < 10; step++)
        {
            // One begins while the other is under way, and a third goes with the rest.
            var both = Watch(watch, 1000 + (step * 0.5), Track(1000, 20 + ((9 - step) * 55), 200), Track(1001, 21 + ((12 - step) * 55), 200), Track(1002, 22 + (step * 55), 200));
            foreach (var (episode, opened) in both)
                Assert.Equal(opened, episodes.Add(episode));
        }

        Assert.Equal((2, 2, 0), (episodes.Count, watch.Fired - before, watch.Suppressed));
    }

    [Fact]
    public void Save_EpisodesThatRun_GoOnAfterARestart()
    {
        var trigger = new KeyframeTrigger { When = TriggerKind.Path, Within = Learning };
        var watch = new TriggerWatch(trigger);
        for (var track = 0; track < 200; track++)
            for (var step = 0; step < 10; step++) Watch(watch, (track * 5) + (step * 0.5), Track(track, 20 + (step * 55) + (track % 3), 200));
        var (episodes, before) = (new List<Episode>(), watch.Fired);
        Go(watch, 0, 5);
        Assert.Single(episodes);
        var state = new StateWriter();
        watch.Save(state, episodes);
        var again = new TriggerWatch(trigger);
        again.Load(new StateReader(state.Written.ToArray()), episodes);

        // Who is in the picture is not kept: the track is known by its number.
        Go(again, 5, 10);
        Assert.Single(episodes);
        Assert.Equal((1, 0), (again.Fired - before, again.Suppressed));

        void Go(TriggerWatch by, int from, int to)
        {
            for (var step = from; step < to; step++)
                foreach (var (episode, opened) in Watch(by, 1000 + (step * 0.5), Track(1000, 20 + ((9 - step) * 55), 200)))
                    if (opened) episodes.Add(episode);
        }
    }

    [Fact]
    public void Look_EventsOfTwoTracksAtOnce_AreTwoEpisodesAndTheSameTrackSoonAgainIsNone()
    {
        var watch = new TriggerWatch(new() { When = TriggerKind.Event, Name = "enter" });
        Assert.Equal(2, Happen(watch, 0, (1, 1), (2, 1)).Count(static one => one.Opened));
        Assert.DoesNotContain(Happen(watch, 20, (1, 1)), static one => one.Opened);
        Assert.Empty(Happen(watch, 51));
        Assert.Single(Happen(watch, 60, (1, 1)), static one => one.Opened);
        Assert.Equal((3, 0), (watch.Fired, watch.Suppressed));
    }

    [Fact]
    public void Look_WorseTrackWithoutAToken_TakesThatOfTheMildestThatStillRuns()
    {
        var watch = new TriggerWatch(new() { When = TriggerKind.Event, Name = "enter", Rate = new(1, TimeSpan.FromHours(1)) });
        var mild = Assert.Single(Happen(watch, 0, (1, 0.3))).Episode;
        var (worse, opened) = Assert.Single(Happen(watch, 1, (1, 0.3), (2, 0.9)));
        Assert.True(mild.IsDisplaced && opened && !worse.IsDisplaced);

        // The mild one is under way still, without an episode.
        Assert.Empty(Happen(watch, 2, (1, 0.3)));
        Assert.Equal((1, 1), (watch.Fired, watch.Suppressed));
    }

    private static (Episode Episode, bool Opened)[] Happen(TriggerWatch watch, double at, params (long Track, double Severity)[] events)
    {
        using var bare = new Frame(Info(), new HostPicture(128, 96, PixelFormat.Gray8));
        using var frame = bare.With([.. events.Select(static one => new FrameEvent
        {
            Kind = "enter",
            Place = "road",
            TrackId = one.Track,
            Values = new Dictionary<string, double> { ["severity"] = one.Severity },
        })]);
        return watch.Look(frame, Plain, at).ToArray();
    }

    private static (Episode Episode, bool Opened)[] Watch(TriggerWatch watch, double at, params ImmutableArray<Detection> detections)
    {
        using var bare = new Frame(Info(), new HostPicture(640, 360, PixelFormat.Gray8));
        using var frame = bare.With(detections);
        return watch.Look(frame, Plain, at).ToArray();
    }

    private static Detection Track(long id, float x, float y) => new(0, "car", 0.9f, new(x, y - 30, x + 40, y)) { TrackId = id };

    private static FrameInfo Info() => new() { Source = "s", Id = Guid.Empty, Index = 0, CapturedAt = default, ArrivedTimestamp = 0 };
}
