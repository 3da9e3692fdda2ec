using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.State;
using Sluice.Core.Stages.Keyframes.Triggers;
using Sluice.Tests;

namespace Sluice.Core.Tests.Keyframes;

/// <summary>The rules about objects, most of which learn what is usual at a place: ways, places, colours, classes.</summary>
public sealed partial class LearnedRuleTests
{
    private const int Width = 640, Height = 360;
    private static readonly FrameLook Plain = new(1, 5, 10, 100);
    private static readonly TimeSpan Learning = TimeSpan.FromMinutes(1);

    [Fact]
    public void Add_WayThatAllGo_SurprisesByNothingAndTheOtherWayByTheNumberOfTracks()
    {
        var flow = new FlowMap();
        for (var i = 0; i < 300; i++)
        {
            flow.Begin();
            flow.Add(new(0.1f, 0.5f), new(0.9f, 0.5f), 1);
        }

        Assert.InRange(flow.Add(new(0.1f, 0.5f), new(0.9f, 0.5f), 1), 0, 0.1);
        Assert.InRange(flow.Add(new(0.9f, 0.5f), new(0.1f, 0.5f), 1), 8, 8.5);
        Assert.InRange(flow.Add(new(0.1f, 0.1f), new(0.9f, 0.1f), 1), 8, 8.5);
    }

    [Fact]
    public void Add_AFewLeapsAcrossThePicture_CountAllOfTheWay()
    {
        var flow = new FlowMap();
        for (var i = 0; i < 300; i++)
        {
            flow.Begin();
            flow.Add(new(0.1f, 0.5f), new(0.5f, 0.5f), 1);
            flow.Add(new(0.5f, 0.5f), new(0.9f, 0.5f), 1);
        }

        // Where no object was ever seen, but all passed.
        Assert.InRange(flow.Add(new(0.28f, 0.5f), new(0.32f, 0.5f), 1), 0, 0.1);
    }

    [Fact]
    public void Add_MoreTracksThanItCounts_ForgetsSlowly()
    {
        var flow = new FlowMap();
        for (var i = 0; i < 20_000; i++)
        {
            flow.Begin();
            flow.Add(new(0.4f, 0.5f), new(0.6f, 0.5f), 1);
        }

        Assert.InRange(flow.Add(new(0.4f, 0.5f), new(0.6f, 0.5f), 1), 0, 0.1);
        Assert.InRange(flow.Add(new(0.6f, 0.5f), new(0.4f, 0.5f), 1), 12, 15);
    }

    [Fact]
    public void Path_OneGoesAgainstTheRest_AloneHolds()
    {
        var rule = new PathRule(0.95, Learning, ObjectFilter.All);
        var held = Drive(rule, 200, static track => track == 150);
        Assert.Equal([150], held);
    }

    [Fact]
    public void Path_StandsTremblesLeapsOrIsCut_DoesNotHold()
    {
        var rule = new PathRule(0.95, Learning, ObjectFilter.All);
        Drive(rule, 100, static _ => false);
        var at = 5000.0;
        for (var i = 0; i < 20; i++, at += 0.5)
        {
            var tremble = i % 2 * 6;
            Assert.Equal(0, Look(rule, at,
                Track(1001, 300 + tremble, 60),
                Track(1002, i % 2 == 0 ? 60 : 500, 60),
                Track(1003, 0, 300 - (i * 10), cut: true)));
        }
    }

    [Fact]
    public void Path_StillLearning_DoesNotHold()
    {
        var rule = new PathRule(0.95, TimeSpan.FromHours(2), ObjectFilter.All);
        Assert.Empty(Drive(rule, 200, static track => track == 150));
    }

    [Fact]
    public void Path_KeptAndReadAgain_KnowsThePlace()
    {
        var rule = new PathRule(0.95, Learning, ObjectFilter.All);
        Drive(rule, 200, static _ => false);
        var again = Again(rule, new PathRule(0.95, Learning, ObjectFilter.All));
        Assert.Equal([5], Drive(again, 10, static track => track == 5, from: 5000));
    }

    [Fact]
    public void Path_OtherClassesAreAskedFor_DoesNotHold()
    {
        var rule = new PathRule(0.95, Learning, new(["person"]));
        Assert.Empty(Drive(rule, 200, static track => track == 150));
    }

    [Fact]
    public void Place_OneOfAClassIsWhereOthersAlwaysAre_AloneHolds()
    {
        var rule = new PlaceRule(0.95, Learning, ObjectFilter.All);
        Assert.Equal([150], Mix(rule, 200, static track => track == 150));
    }

    [Fact]
    public void Place_OneBoxGoneAstray_DoesNotHold()
    {
        var rule = new PlaceRule(0.95, Learning, ObjectFilter.All);
        Mix(rule, 200, static _ => false);
        for (var step = 0; step < 8; step++) Assert.Equal(0, Look(rule, 5000 + (step * 0.5), Track(1001, 20 + (step * 55), step == 4 ? 100 : 200)));
    }

    /// <summary>As what a track was seen most counts, not what a frame calls it.</summary>
    [Fact]
    public void Place_AClassChangesForAFrame_DoesNotHold()
    {
        var rule = new PlaceRule(0.95, Learning, ObjectFilter.All);
        Mix(rule, 200, static _ => false);
        for (var step = 0; step < 8; step++)
            Assert.Equal(0, Look(rule, 5000 + (step * 0.5), Track(1001, 20 + (step * 55), 200) with { Label = step is 3 or 5 ? "person" : "car" }));
    }

    [Fact]
    public void Place_WhatTheModelDoubts_DoesNotHold()
    {
        var rule = new PlaceRule(0.95, Learning, ObjectFilter.All);
        Assert.Empty(Mix(rule, 200, static track => track == 150, score: 0.45f));
    }

    [Fact]
    public void Place_StaysThere_HoldsForAWhile()
    {
        var rule = new PlaceRule(0.95, Learning, ObjectFilter.All);
        Mix(rule, 200, static _ => false);
        var held = new List<int>();
        for (var step = 0; step < 40; step++)
            if (Look(rule, 5000 + (step * 0.5), Track(1001, 100 + (Math.Min(step, 3) * 40), 100)) > 0) held.Add(step);
        Assert.Equal(Enumerable.Range(1, 9), held);
    }

    [Fact]
    public void Place_KeptAndReadAgain_KnowsThePlaces()
    {
        var rule = new PlaceRule(0.95, Learning, ObjectFilter.All);
        Mix(rule, 200, static _ => false);
        var again = Again(rule, new PlaceRule(0.95, Learning, ObjectFilter.All));
        Assert.Equal([5], Mix(again, 10, static track => track == 5, from: 5000));
    }

    [Fact]
    public void Place_MoreClassesThanItCounts_TakesTheFirst()
    {
        var rule = new PlaceRule(0.95, Learning, ObjectFilter.All);
        Mix(rule, 200, static _ => false);
        for (var i = 0; i < 100; i++) Look(rule, 2000 + i, Track(1000 + i, 300, 300) with { Label = $"class {i}" });
        var state = new StateWriter();
        rule.Save(state);
        Assert.InRange(state.Written.Length, 32 * 64 * 36 * 2, (32 * 64 * 36 * 2) + 8192);
        Assert.Equal([5], Mix(rule, 10, static track => track == 5, from: 5000));
    }

    [Fact]
    public void Stand_OneStopsWhereNobodyDoes_AloneHolds()
    {
        // All wait at 300; one does at 400 what all do there.
        var rule = new StandRule(0.75, Learning, ObjectFilter.All);
        Assert.Equal([150], Park(rule, 200, static track => track == 150 ? 400 : 300, static _ => 5));
    }

    [Fact]
    public void Stand_OneStaysLongerThanAll_Holds()
    {
        var rule = new StandRule(0.75, Learning, ObjectFilter.All);
        Assert.Equal([150], Park(rule, 200, static _ => 300, static track => track == 150 ? 40 : 5));
    }

    [Fact]
    public void Stand_WhatNeverCame_DoesNotHold()
    {
        var rule = new StandRule(0.75, Learning, ObjectFilter.All);
        Park(rule, 50, static _ => 300, static _ => 5);
        for (var at = 10_000.0; at < 10_100; at += 0.5) Assert.Equal(0, Look(rule, at, Track(1001, 500, 60)));
    }

    [Fact]
    public void Stand_KeptAndReadAgain_KnowsThePlace()
    {
        var rule = new StandRule(0.75, Learning, ObjectFilter.All);
        Park(rule, 200, static _ => 300, static _ => 5);
        var again = Again(rule, new StandRule(0.75, Learning, ObjectFilter.All));
        Assert.Equal([5], Park(again, 10, static track => track == 5 ? 400 : 300, static _ => 5, from: 20_000));
    }

    [Fact]
    public void Check_ClassesOfARuleThatAsksForNone_SaysWhichDo()
    {
        Assert.Empty(new KeyframeTrigger { When = TriggerKind.Stand, Classes = ["car"] }.Check());
        var (key, message) = Assert.Single(new KeyframeTrigger { When = TriggerKind.Band, Classes = ["car"] }.Check());
        Assert.Equal(("classes", "is of no use for band; only class, path, place, stand and colour ask which objects."), (key, message));
    }

    [Fact]
    public void Colour_OneHasLampsOfAColourNobodyHad_AloneHoldsFromTheSecondLookOn()
    {
        var rule = new ColourRule(0.95, Learning, ObjectFilter.All);
        var held = new List<(int Track, int Step)>();
        for (var track = 0; track < 200; track++)
        {
            for (var step = 0; step < 4; step++)
            {
                var paint = (byte)(track % 3 * 30);
                using var frame = Painted(Track(track, 100 + (step * 60), 200), (byte)(100 + paint), 120, lamps: track == 150);
                if (rule.Look(frame, Plain, (track * 4) + step) > 0) held.Add((track, step));
            }
        }

        Assert.Equal([(150, 1), (150, 2), (150, 3)], held);
    }

    [Theory]
    [InlineData(PixelFormat.Nv12)]
    [InlineData(PixelFormat.Yuv420P)]
    [InlineData(PixelFormat.Yuv444P)]
    [InlineData(PixelFormat.Yuv420P10)]
    public void Read_APatchOfOneColour_ShowsItWhateverTheFormat(PixelFormat format)
    {
        using var frame = Painted(Track(1, 100, 200), 180, 70, format: format);
        var patch = new ColourPatch();
        Assert.True(ColourPatch.CanRead(format));
        Assert.True(patch.Read(frame, frame.Picture!, new BoundingBox(104, 172, 136, 196)));
        Assert.Equal([(short)((180 / 8 * ColourPatch.Shades) + (70 / 8))], patch.Shown.ToArray());
        Assert.False(patch.Read(frame, frame.Picture!, new BoundingBox(104, 172, 108, 176)));
        Assert.False(patch.Read(frame, frame.Picture!, new BoundingBox(-50, -50, -10, -10)));
    }

    [Fact]
    public void Look_ALongTime_AllocatesNothing()
    {
        ITriggerRule[] rules =
        [
            new PathRule(0.95, Learning, ObjectFilter.All), new PlaceRule(0.95, Learning, ObjectFilter.All),
            new StandRule(0.75, Learning, ObjectFilter.All), new ColourRule(0.95, Learning, ObjectFilter.All),
            new RareClassRule(0.95, Learning), new ClassRule(0.5, new(["car"])),
        ];
        using var first = Painted(Track(1, 100, 200), 100, 120);
        using var second = Painted(Track(1, 160, 200), 100, 120);
        var i = 0;
        Assert.Equal(0, SteadyAllocation.Of(1000, Look));

        void Look()
        {
            i++;
            foreach (var rule in rules) rule.Look(i % 2 == 0 ? first : second, Plain, i * 0.5);
        }
    }

    [Fact]
    public void Of_ManyTracksThatComeAndGo_IsBounded()
    {
        var memory = new TrackMemory<ShownColours>();
        var made = new HashSet<ShownColours>();
        for (var i = 0; i < 20_000; i++)
        {
            made.Add(memory.Of(i, i * 0.01, out _));
            memory.Forget(i * 0.01);
        }

        Assert.InRange(made.Count, 1, 1024);
    }

    private static ITriggerRule Again<T>(T rule, T fresh)
        where T : IKeptRule, ITriggerRule
    {
        var state = new StateWriter();
        rule.Save(state);
        fresh.Load(new StateReader(state.Written.ToArray()));
        return fresh;
    }

    /// <summary>Lets cars pass one after the other, to the right unless said otherwise.</summary>
    /// <returns>Those that the rule held for.</returns>
    private static List<int> Drive(ITriggerRule rule, int tracks, Func<int, bool> isWrong, double from = 0)
    {
        var held = new HashSet<int>();
        for (var track = 0; track < tracks; track++)
        {
            for (var step = 0; step < 10; step++)
            {
                var place = isWrong(track) ? 9 - step : step;
                if (Look(rule, from + (track * 5) + (step * 0.5), Track(track, 20 + (place * 55) + (track % 3), 200)) > 0) held.Add(track);
            }
        }

        return [.. held.Order()];
    }

    /// <summary>Lets cars pass below and people above, in turn, unless they are astray.</summary>
    /// <returns>Those that the rule held for.</returns>
    private static List<int> Mix(ITriggerRule rule, int tracks, Func<int, bool> isAstray, double from = 0, float score = 0.9f)
    {
        var held = new HashSet<int>();
        for (var track = 0; track < tracks; track++)
        {
            var label = track % 2 == 0 ? "person" : "car";
            for (var step = 0; step < 10; step++)
            {
                var y = (label == "car") == isAstray(track) ? 100 : 200;
                if (Look(rule, from + (track * 5) + (step * 0.5), Track(track, 20 + (step * 55) + (track % 3), y) with { Label = label, Score = score }) > 0) held.Add(track);
            }
        }

        return [.. held.Order()];
    }

    /// <summary>Lets cars come one after the other, stand and go.</summary>
    /// <param name="rule">Looks at each frame.</param>
    /// <param name="cars">How many.</param>
    /// <param name="where">Where each stands, in pixels from the left.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="from">The first second.</param>
    /// <returns>Those that the rule held for.</returns>
    private static List<int> Park(ITriggerRule rule, int cars, Func<int, int> where, Func<int, int> seconds, double from = 0)
    {
        var held = new HashSet<int>();
        var at = from;
        for (var car = 0; car < cars; car++)
        {
            for (var x = 20; x < where(car); x += 40, at += 0.5) Show(x);
            for (var left = 2 * seconds(car); left >= 0; left--, at += 0.5) Show(where(car) + (left % 2));
            for (var x = where(car) + 40; x < 580; x += 40, at += 0.5) Show(x);

            void Show(float x)
            {
                if (Look(rule, at, Track(car, x, 200)) > 0) held.Add(car);
            }
        }

        return [.. held.Order()];
    }

    private static float Look(ITriggerRule rule, double at, params ImmutableArray<Detection> detections)
    {
        using var bare = new Frame(Info(), new HostPicture(Width, Height, PixelFormat.Gray8));
        using var frame = bare.With(detections);
        return rule.Look(frame, Plain, at);
    }

    private static Detection Track(long id, float x, float y, bool cut = false) => new(0, "car", 0.9f, new(cut ? 0 : x, y - 30, x + 40, y)) { TrackId = id };

    /// <summary>A grey picture in which an object has one colour, and lamps on it another.</summary>
    private static Frame Painted(in Detection detection, byte blue, byte red, bool lamps = false, PixelFormat format = PixelFormat.Yuv420P)
    {
        var picture = new HostPicture(Width, Height, format);
        var box = detection.Box;
        int columns = format == PixelFormat.Yuv444P ? Width : Width / 2, rows = format == PixelFormat.Yuv444P ? Height : Height / 2;
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                float across = (x + 0.5f) * Width / columns, down = (y + 0.5f) * Height / rows;
                var inside = across > box.X1 && across < box.X2 && down > box.Y1 && down < box.Y2;
                var lit = lamps && inside && down < box.Y1 + 6 && across < box.X1 + 10;
                Put(picture, x, y, lit ? (byte)220 : inside ? blue : (byte)128, lit ? (byte)60 : inside ? red : (byte)128);
            }
        }

        using var bare = new Frame(Info(), picture);
        return bare.With([detection]);
    }

    private static void Put(HostPicture picture, int x, int y, byte blue, byte red)
    {
        switch (picture.Format)
        {
            case PixelFormat.Nv12:
                (picture.WritablePlane(1)[(y * picture.StrideBytes(1)) + (2 * x)], picture.WritablePlane(1)[(y * picture.StrideBytes(1)) + (2 * x) + 1]) = (blue, red);
                break;
            case PixelFormat.Yuv420P10:
                BitConverter.TryWriteBytes(picture.WritablePlane(1)[((y * picture.StrideBytes(1)) + (2 * x))..], (ushort)(blue << 2));
                BitConverter.TryWriteBytes(picture.WritablePlane(2)[((y * picture.StrideBytes(2)) + (2 * x))..], (ushort)(red << 2));
                break;
            default:
                picture.WritablePlane(1)[(y * picture.StrideBytes(1)) + x] = blue;
                picture.WritablePlane(2)[(y * picture.StrideBytes(2)) + x] = red;
                break;
        }
    }

    private static FrameInfo Info() => new() { Source = "s", Id = Guid.Empty, Index = 0, CapturedAt = default, ArrivedTimestamp = 0 };
}
